import type { ChatAnswer } from "../../chat/answer.ts";
import { sumUsage } from "../../chat/usage.ts";
import { type ApiError, toApiError } from "../../http/errors.ts";
import { answerHeaders } from "../answer_headers.ts";
import type { CancelScope } from "../cancel_scope.ts";
import type { EndpointCall } from "../endpoint.ts";
import type { ChatJob } from "./job.ts";
import { wholeAnswers } from "./whole.ts";

/** An answer that is made while its client is away. */
export interface BackgroundExchange {
  /** The JSON document that says so; `scope` calls the work off. */
  begin(scope: CancelScope): unknown;
  finish(answers: ChatAnswer[]): Promise<void>;
  fail(error: ApiError): Promise<void>;
}

/** Answers at once, and goes on without the client. */
export function detached(
  call: EndpointCall,
  background: BackgroundExchange,
  job: ChatJob,
): Response {
  const document = background.begin(job.scope);
  const headers = answerHeaders(call, job.tracker, "application/json");
  makeDetached(background, job)
    .catch((cause) => call.services.report(cause, call.requestId));
  return new Response(JSON.stringify(document), { headers });
}

async function makeDetached(
  background: BackgroundExchange,
  job: ChatJob,
): Promise<void> {
  let answers: ChatAnswer[];
  try {
    answers = await wholeAnswers(job);
  } catch (thrown) {
    if (job.scope.cancelled) return job.tracker.abandon();
    const error = toApiError(thrown);
    job.capture?.fail(error);
    job.tracker.fail(error);
    await background.fail(error);
    if (error.status === 500) throw error.cause ?? error;
    return;
  }
  job.capture?.answers(answers);
  job.tracker.succeed(sumUsage(answers.map((answer) => answer.usage)));
  await background.finish(answers);
}
