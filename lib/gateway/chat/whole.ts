import type { ChatAnswer } from "../../chat/answer.ts";
import type { ChatMessage, ChatRequest } from "../../chat/request.ts";
import { cutAtStop } from "../../chat/stop_sequences.ts";
import { formatIsNative } from "../../puter/chat/arguments.ts";
import { readWholeChat } from "../../puter/chat/chat_call.ts";
import { callUpstream } from "../attempts.ts";
import type { PuterModel } from "../../puter/models/models.ts";
import { CancelScope } from "../cancel_scope.ts";
import { onFirstAble } from "../models/fallback.ts";
import { type ChatJob, type ModelJob, upstreamCall } from "./job.ts";
import { structuredAnswer } from "./structured.ts";

/**
 * All answers of a request, made at the same time on as many accounts as it
 * takes. One that fails calls off the others.
 *
 * @throws {ApiError} the first failure
 */
export async function wholeAnswers(job: ChatJob): Promise<ChatAnswer[]> {
  if (job.request.choices === 1) return [await wholeAnswer(job)];
  const scope = new CancelScope();
  job.scope.add(scope);
  const together = { ...job, scope };
  try {
    return await Promise.all(
      Array.from(
        { length: job.request.choices },
        (_, index) => wholeAnswer(jobOfChoice(together, index)),
      ),
    );
  } catch (thrown) {
    scope.cancel();
    throw thrown;
  } finally {
    job.scope.remove(scope);
  }
}

/** The job of one choice, which has its own conversation where there are many. */
function jobOfChoice(job: ChatJob, index: number): ChatJob {
  const { conversations, choices } = job.request;
  if (conversations === undefined) return job;
  const at = Math.floor(index * conversations.length / choices);
  const messages = conversations[at] ?? job.request.messages;
  return { ...job, request: { ...job.request, messages } };
}

/** True when the text has to be checked before the client may see it. */
export function isChecked(
  { format }: ChatRequest,
  model: PuterModel,
): boolean {
  return format.type !== "text" && !formatIsNative(model, format);
}

function wholeAnswer(job: ChatJob): Promise<ChatAnswer> {
  return onFirstAble(job, answerOfModel);
}

async function answerOfModel(job: ModelJob): Promise<ChatAnswer> {
  const answer = isChecked(job.request, job.model)
    ? await structuredAnswer(
      job.request.format,
      (more) => ask(job, more),
    )
    : await ask(job, []);
  return cut(answer, job.request.stop);
}

async function ask(job: ModelJob, more: ChatMessage[]): Promise<ChatAnswer> {
  const request: ChatRequest = more.length === 0
    ? job.request
    : { ...job.request, messages: [...job.request.messages, ...more] };
  const call = upstreamCall({ ...job, request }, false);
  const opened = await callUpstream(
    call,
    (answer) => readWholeChat(answer, job.request.model),
  );
  opened.close();
  job.tracker.firstEvent();
  job.tracker.servedModel = opened.result.servedModel;
  return opened.result.answer;
}

function cut(answer: ChatAnswer, stops: readonly string[]): ChatAnswer {
  const found = cutAtStop(answer.text, stops);
  if (found === null) return answer;
  const { text, stop } = found;
  return { ...answer, text, finishReason: "stop", stopSequence: stop };
}
