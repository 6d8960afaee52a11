import type { ChatAnswer } from "../../chat/answer.ts";
import { sumUsage } from "../../chat/usage.ts";
import { callBody } from "./calls.ts";
import type { ChatCompletionStyle } from "./read.ts";
import { usageBody } from "./usage.ts";

/** What names an answer: its id and its time in Unix seconds. */
export interface AnswerName {
  id: string;
  created: number;
}

/** The JSON document of a whole chat completion, one choice an answer. */
export function chatCompletionBody(
  answers: readonly ChatAnswer[],
  name: AnswerName,
  style: ChatCompletionStyle,
) {
  const usage = sumUsage(answers.map((answer) => answer.usage));
  return {
    id: name.id,
    object: "chat.completion",
    created: name.created,
    model: style.model,
    choices: answers.map((answer, index) => ({
      index,
      message: messageBody(answer, style),
      logprobs: null,
      finish_reason: finishReason(answer, style),
    })),
    ...(usage === null ? {} : { usage: usageBody(usage) }),
    service_tier: "default",
    system_fingerprint: null,
  };
}

function finishReason(answer: ChatAnswer, style: ChatCompletionStyle): string {
  return answer.finishReason === "tool_calls" && style.legacyFunctions
    ? "function_call"
    : answer.finishReason;
}

function messageBody(answer: ChatAnswer, style: ChatCompletionStyle) {
  const hasCalls = answer.toolCalls.length > 0;
  const isBare = answer.text === "" && (hasCalls || answer.refusal !== null);
  return {
    role: "assistant",
    content: isBare ? null : answer.text,
    refusal: answer.refusal,
    annotations: [],
    ...(answer.reasoning === "" ? {} : { reasoning_content: answer.reasoning }),
    ...(answer.images.length === 0 ? {} : {
      images: answer.images.map(imageBody),
    }),
    ...(hasCalls ? callsBody(answer, style) : {}),
  };
}

function callsBody(answer: ChatAnswer, style: ChatCompletionStyle) {
  const first = answer.toolCalls[0];
  if (style.legacyFunctions && first !== undefined) {
    return {
      function_call: {
        name: first.name,
        arguments: first.arguments === "" ? "{}" : first.arguments,
      },
    };
  }
  return { tool_calls: answer.toolCalls.map((call) => callBody(call, style)) };
}

/** A made image, in the form several aggregators have given it. */
export function imageBody(url: string) {
  return { type: "image_url", image_url: { url } };
}
