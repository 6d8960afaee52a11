import { answerHeaders } from "../answer_headers.ts";
import { CancelScope, toClientError } from "../cancel_scope.ts";
import type { EndpointCall } from "../endpoint.ts";
import { admitKey } from "../keys/admission.ts";
import { namesOf } from "../models/models.ts";
import { StreamBody } from "../stream_body.ts";
import { trackRequest } from "../requests/track.ts";
import { watchClient } from "../watch_client.ts";
import { MediaBody } from "./body.ts";
import { bytesStream } from "./bytes_stream.ts";
import type {
  BytesAnswer,
  EventsAnswer,
  MediaExchange,
  MediaJob,
  MediaSurface,
  WholeAnswer,
} from "./job.ts";

/** Serves one request of a media protocol, from its body to its record. */
export async function respondMedia(
  call: EndpointCall,
  surface: MediaSurface,
): Promise<Response> {
  const { services, caller, req } = call;
  const capture = services.bodies.begin(caller.policy?.bodies);
  const tracker = trackRequest(
    call,
    surface.name,
    (record) => capture?.end(record),
  );
  const { maxBodyBytes, maxMultipartBytes } = services.config;
  try {
    const body = new MediaBody(req, {
      maxBytes: maxBodyBytes,
      maxFormBytes: maxMultipartBytes,
      capture,
    });
    const exchange = await surface.read(body, call);
    tracker.model = exchange.model;
    tracker.stream = exchange.stream;
    const job = await jobOf(call, exchange, { tracker, capture });
    return await answered(job, exchange);
  } catch (thrown) {
    const error = toClientError(thrown);
    capture?.fail(error);
    tracker.fail(error);
    throw error;
  }
}

async function jobOf(
  call: EndpointCall,
  exchange: MediaExchange,
  { tracker, capture }: Pick<MediaJob, "tracker" | "capture">,
): Promise<MediaJob> {
  const { services, caller } = call;
  const { aliases, requestBudgetMs } = services.settings.current;
  const { model: modelName, payloads } = exchange;
  tracker.isAlias = Object.hasOwn(aliases, modelName);
  const chain = await exchange.resolve(services, caller.policy);
  const [first] = chain;
  await admitKey(call, {
    tracker,
    models: namesOf(modelName, first.model),
    holdMicroCents: () => exchange.estimate(first),
  });
  return {
    call,
    modelName,
    payloads,
    chain,
    tracker,
    capture,
    budgetMs: requestBudgetMs,
    scope: new CancelScope(),
  };
}

async function answered(
  job: MediaJob,
  exchange: MediaExchange,
): Promise<Response> {
  const unwatch = watchClient(job.call.req, job.scope);
  try {
    const answer = await exchange.serve(job);
    switch (answer.type) {
      case "whole":
        return whole(job, answer);
      case "bytes":
        return bytes(job, answer);
      case "events":
        return await events(job, answer);
    }
  } catch (thrown) {
    if (job.scope.cancelled) job.tracker.abandon();
    throw thrown;
  } finally {
    unwatch();
  }
}

function whole(
  { call, tracker, capture }: MediaJob,
  answer: WholeAnswer,
): Response {
  const { body, contentType, usage, shown, isOngoing = false } = answer;
  if (shown !== undefined) capture?.answer(shown);
  const headers = answerHeaders(call, tracker, contentType);
  if (!isOngoing) tracker.succeed(usage);
  return new Response(body, {
    headers: [...headers, ...answer.headers ?? []],
  });
}

function bytes(
  { call, scope, tracker }: MediaJob,
  { contentType, media, headers = [] }: BytesAnswer,
): Response {
  return new Response(
    bytesStream({ media, scope, tracker }) as BodyInit,
    { headers: [...answerHeaders(call, tracker, contentType), ...headers] },
  );
}

async function events(
  { call, budgetMs, scope, tracker, capture }: MediaJob,
  { source, output }: EventsAnswer,
): Promise<Response> {
  const { config, settings, ticker } = call.services;
  const body = new StreamBody({
    source,
    output: {
      fail(error) {
        capture?.fail(error);
        output.fail(error);
      },
      keepAlive: () => output.keepAlive(),
      take: () => output.take(),
    },
    scope,
    tracker,
    ticker,
    req: call.req,
    headHoldMs: config.headHoldMs,
    budgetMs,
    keepAliveMs: settings.current.keepAliveMs,
  });
  return new Response(await body.open() as BodyInit, {
    headers: [
      ...answerHeaders(call, tracker, "text/event-stream; charset=utf-8"),
      ["x-accel-buffering", "no"],
    ],
  });
}
