import type { ChatAnswer } from "../../chat/answer.ts";
import type { ChatOutput } from "../../chat/events.ts";
import { hasBudget, type Surface } from "../../auth/policy.ts";
import type { Payloads } from "../../chat/payloads.ts";
import type { ChatRequest } from "../../chat/request.ts";
import { sumUsage } from "../../chat/usage.ts";
import { readJsonBody } from "../../http/json_body.ts";
import { answerHeaders } from "../answer_headers.ts";
import { CancelScope, toClientError } from "../cancel_scope.ts";
import { withDefaultModel } from "../models/default.ts";
import type { EndpointCall } from "../endpoint.ts";
import { admitKey } from "../keys/admission.ts";
import { resolveChain } from "../models/chain.ts";
import { scopeNames } from "../models/models.ts";
import { StreamBody } from "../stream_body.ts";
import { trackRequest } from "../requests/track.ts";
import { watchClient } from "../watch_client.ts";
import { conversationOf } from "./affinity.ts";
import { estimateCost } from "./cost_estimate.ts";
import { type BackgroundExchange, detached } from "./detached.ts";
import type { ChatJob } from "./job.ts";
import { chatSource } from "./source.ts";
import { wholeAnswers } from "./whole.ts";

const EVENT_STREAM = "text/event-stream; charset=utf-8";

/** A text protocol: reads a body, writes answers. */
export interface ChatSurface {
  /** Name in records and in the policies of keys. */
  name: Surface;
  /**
   * Reads a parsed body whose large literals are in `payloads`; a promise where
   * more has to be fetched for it. Throws an `ApiError` 400 naming what is
   * wrong.
   */
  read(
    value: unknown,
    requestId: string,
    payloads: Payloads,
  ): ChatExchange | Promise<ChatExchange>;
}

/** One request of a text protocol and the writers of its answer. */
export interface ChatExchange {
  request: ChatRequest;
  /** True when a stream must say what it cost in tokens. */
  wantsUsage: boolean;
  /** The JSON document of whole answers. */
  document(answers: ChatAnswer[]): unknown;
  /** The writer of a streamed answer. */
  output(): ChatOutput;
  /** Media type of a streamed answer; that of events when absent. */
  streamType?: string;
  /** Where the client does not wait for the answer. */
  background?: BackgroundExchange;
  /** Where a streamed answer is made to its end when the client leaves. */
  lasting?: LastingExchange;
}

/** A streamed answer that can be asked for later. */
export interface LastingExchange {
  /** It is being made from now on; `scope` calls the work off. */
  begin(scope: CancelScope): void;
  /** It could not begin. */
  end(): void;
}

/** Serves one request of a text protocol, from its body to its record. */
export async function respondChat(
  call: EndpointCall,
  surface: ChatSurface,
): Promise<Response> {
  const { services, caller, requestId } = call;
  const capture = services.bodies.begin(caller.policy?.bodies);
  const tracker = trackRequest(
    call,
    surface.name,
    (record) => capture?.end(record),
  );
  try {
    const body = await readJsonBody(call.req, services.config.maxBodyBytes);
    capture?.request(body);
    const read = surface.read(
      withDefaultModel(body.value, services.settings.current),
      requestId,
      body.payloads,
    );
    const exchange = read instanceof Promise ? await read : read;
    tracker.model = exchange.request.model;
    tracker.stream = exchange.request.stream;
    const job = await jobOf(call, exchange, {
      tracker,
      payloads: body.payloads,
      capture,
    });
    if (exchange.background !== undefined) {
      return detached(call, exchange.background, job);
    }
    return exchange.request.stream
      ? await streamed(call, exchange, job)
      : await whole(call, exchange, job);
  } catch (thrown) {
    const error = toClientError(thrown);
    capture?.fail(error);
    tracker.fail(error);
    throw error;
  }
}

async function jobOf(
  call: EndpointCall,
  exchange: ChatExchange,
  parts: Pick<ChatJob, "tracker" | "payloads" | "capture">,
): Promise<ChatJob> {
  const { services, caller } = call;
  const { request, wantsUsage } = exchange;
  const { tracker } = parts;
  const settings = services.settings.current;
  const chain = await resolveChain(services, request.model, caller.policy);
  const [first] = chain;
  const { model } = first;
  tracker.isAlias = first.nearId !== undefined ||
    Object.hasOwn(settings.aliases, request.model);
  await admitKey(call, {
    tracker,
    models: scopeNames(request.model, first),
    holdMicroCents: () => estimateCost(request, model),
  });
  return {
    ...parts,
    request,
    chain,
    wantsUsage: wantsUsage || hasBudget(caller.policy),
    defaultMaxTokens: settings.defaultMaxTokens,
    budgetMs: settings.requestBudgetMs,
    ...(settings.affinity
      ? { affinity: conversationOf(caller.keyId, request) }
      : {}),
    scope: new CancelScope(),
  };
}

async function whole(
  call: EndpointCall,
  exchange: ChatExchange,
  job: ChatJob,
): Promise<Response> {
  const unwatch = watchClient(call.req, job.scope);
  try {
    const answers = await wholeAnswers(job);
    job.capture?.answers(answers);
    const headers = answerHeaders(call, job.tracker, "application/json");
    job.tracker.succeed(sumUsage(answers.map((answer) => answer.usage)));
    return new Response(JSON.stringify(exchange.document(answers)), {
      headers,
    });
  } catch (thrown) {
    if (job.scope.cancelled) job.tracker.abandon();
    throw thrown;
  } finally {
    unwatch();
  }
}

async function streamed(
  call: EndpointCall,
  exchange: ChatExchange,
  job: ChatJob,
): Promise<Response> {
  const { config, settings, ticker } = call.services;
  const written = exchange.output();
  const output = job.capture?.tap(written) ?? written;
  const { lasting } = exchange;
  lasting?.begin(job.scope);
  const body = new StreamBody({
    source: chatSource(job, output),
    output,
    scope: job.scope,
    tracker: job.tracker,
    ticker,
    req: call.req,
    headHoldMs: config.headHoldMs,
    budgetMs: job.budgetMs,
    keepAliveMs: settings.current.keepAliveMs,
    outlivesClient: lasting !== undefined,
  });
  const opened = await body.open().catch((thrown) => {
    lasting?.end();
    throw thrown;
  });
  return new Response(opened as BodyInit, {
    headers: [
      ...answerHeaders(
        call,
        job.tracker,
        exchange.streamType ?? EVENT_STREAM,
      ),
      ["x-accel-buffering", "no"],
    ],
  });
}
