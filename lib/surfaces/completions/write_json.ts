import type { ChatAnswer, FinishReason } from "../../chat/answer.ts";
import { sumUsage } from "../../chat/usage.ts";
import { usageBody } from "../chat_completions/usage.ts";
import type { AnswerName } from "../chat_completions/write_json.ts";
import type { CompletionStyle } from "./read.ts";

/** The JSON document of whole completions, one choice an answer. */
export function completionDocument(
  answers: readonly ChatAnswer[],
  name: AnswerName,
  style: CompletionStyle,
) {
  const usage = sumUsage(answers.map((answer) => answer.usage));
  return {
    id: name.id,
    object: "text_completion",
    created: name.created,
    model: style.model,
    choices: answers.map((answer, index) => ({
      text: style.beginning(index) + textOf(answer),
      index,
      logprobs: null,
      finish_reason: finishWord(answer.finishReason),
    })),
    ...(usage === null ? {} : { usage: usageBody(usage) }),
  };
}

/** Text is all this protocol has; reasoning is no part of a completion. */
function textOf({ text, images, refusal }: ChatAnswer): string {
  return text + images.map(imageText).join("") + (refusal ?? "");
}

/** An image the model made, as text. */
export function imageText(url: string): string {
  return `![image](${url})`;
}

/** This protocol knows no tools, and none were offered. */
export function finishWord(reason: FinishReason): string {
  return reason === "tool_calls" ? "stop" : reason;
}
