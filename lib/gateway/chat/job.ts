import type { ChatRequest } from "../../chat/request.ts";
import { Payloads } from "../../chat/payloads.ts";
import { toPuterArguments } from "../../puter/arguments.ts";
import { CHAT_ROUTE, chatCallBody } from "../../puter/chat_call.ts";
import type { PuterModel } from "../../puter/models.ts";
import type { UpstreamCall } from "../attempts.ts";
import type { BodyCapture } from "../bodies/capture.ts";
import type { CancelScope } from "../cancel_scope.ts";
import type { RequestTracker } from "../request_tracker.ts";
import type { Upstream } from "../upstream.ts";

/** One chat request on its way: what is asked, of whom, and for whom. */
export interface ChatJob {
  request: ChatRequest;
  model: PuterModel;
  upstream: Upstream;
  payloads: Payloads;
  /** The limit of an answer that is sent upstream, in tokens. */
  maxTokens: number;
  /** True when an answer's token counts are worth waiting for. */
  wantsUsage: boolean;
  scope: CancelScope;
  tracker: RequestTracker;
  /** Keeps what is said, where the key's policy asks for it. */
  capture?: BodyCapture;
}

/** The upstream call a job comes to, and the limit it sends, in tokens. */
export function upstreamCall(
  job: ChatJob,
  stream: boolean,
): UpstreamCall & { maxTokens: number } {
  const { args } = toPuterArguments(job.request, job.model, {
    stream,
    maxTokens: job.maxTokens,
  });
  return {
    maxTokens: Number(args.max_tokens),
    transport: job.upstream.transport,
    pool: job.upstream.pool,
    route: CHAT_ROUTE,
    model: job.request.model,
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
export function answerLimit(
  request: ChatRequest,
  model: PuterModel,
  fallback: number,
): number {
  const wanted = request.maxTokens ?? fallback;
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
