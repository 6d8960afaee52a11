import type { ChatRequest } from "../../chat/request.ts";
import { Payloads } from "../../chat/payloads.ts";
import { toPuterArguments } from "../../puter/chat/arguments.ts";
import { CHAT_ROUTE, chatCallBody } from "../../puter/chat/chat_call.ts";
import type { UpstreamCall } from "../attempts.ts";
import type { ChainJob } from "../models/fallback.ts";
import type { ResolvedModel } from "../models/models.ts";
import type { BodyCapture } from "../bodies/capture.ts";

/** One chat request on its way: what is asked, of whom, and for whom. */
export interface ChatJob extends ChainJob {
  request: ChatRequest;
  payloads: Payloads;
  /** The limit of an answer where the client sets none, in tokens. */
  defaultMaxTokens: number;
  /** Same for the requests of one conversation, where that is wanted. */
  affinity?: string;
  /** True when an answer's token counts are worth waiting for. */
  wantsUsage: boolean;
  /** Keeps what is said, where the key's policy asks for it. */
  capture?: BodyCapture;
}

/** A job with the one model of its chain that is asked now, and who is asked. */
export interface ModelJob extends ChatJob, ResolvedModel {}

/** The upstream call a job comes to, and the limit it sends, in tokens. */
export function upstreamCall(
  job: ModelJob,
  stream: boolean,
): UpstreamCall & { maxTokens: number } {
  const { args } = toPuterArguments(job.request, job.model, {
    stream,
    maxTokens: answerLimit(job),
  });
  return {
    maxTokens: Number(args.max_tokens),
    transport: job.upstream.transport,
    pool: job.upstream.pool,
    route: CHAT_ROUTE,
    model: job.model.id,
    modelName: job.request.model,
    budgetMs: job.budgetMs,
    ...(job.affinity === undefined ? {} : { affinity: job.affinity }),
    body: job.payloads.splice(chatCallBody(args)),
    scope: job.scope,
    tracker: job.tracker,
  };
}

/**
 * The limit to send: the client's, or the owner's default, but never more than
 * the model can give. Without a limit Puter holds all that is left of the
 * account's credit while the call runs.
 */
function answerLimit({ request, model, defaultMaxTokens }: ModelJob): number {
  const wanted = request.maxTokens ?? defaultMaxTokens;
  return model.maxTokens > 0 ? Math.min(wanted, model.maxTokens) : wanted;
}

/**
 * Lets go of what was sent: images weigh megabytes, and an answer that has
 * begun may take minutes.
 */
export function forgetPrompt(job: ChatJob): void {
  job.payloads = new Payloads();
  job.request = { ...job.request, messages: [] };
}
