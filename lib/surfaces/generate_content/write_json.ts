import type { ChatAnswer } from "../../chat/answer.ts";
import { sumUsage } from "../../chat/usage.ts";
import {
  type AnswerPart,
  callPart,
  finishReasonOf,
  imagePart,
  type Malformed,
  malformed,
  usageMetadata,
} from "./answer_parts.ts";
import type { GenerateStyle } from "./read.ts";

/** The JSON document of whole answers, one candidate an answer. */
export function generateContentBody(
  answers: readonly ChatAnswer[],
  responseId: string,
  style: GenerateStyle,
) {
  const usage = sumUsage(answers.map((answer) => answer.usage));
  return {
    candidates: answers.map((answer, index) =>
      candidate(answer, { index, style })
    ),
    ...(usage === null ? {} : { usageMetadata: usageMetadata(usage) }),
    modelVersion: style.model,
    responseId,
  };
}

function candidate(
  answer: ChatAnswer,
  { index, style }: { index: number; style: GenerateStyle },
) {
  const parts: AnswerPart[] = [];
  if (style.includeThoughts && answer.reasoning !== "") {
    parts.push({ thought: true, text: answer.reasoning });
  }
  if (answer.text !== "") parts.push({ text: answer.text });
  parts.push(...answer.images.map(imagePart));
  if (answer.refusal !== null) parts.push({ text: answer.refusal });
  let bad: Malformed | undefined;
  for (const call of answer.toolCalls) {
    const part = callPart(call);
    if (part === null) bad ??= malformed(call);
    else parts.push(part);
  }
  // Clients take a candidate without parts for a fault.
  if (parts.length === 0) parts.push({ text: "" });
  const finishReason = finishReasonOf(
    answer.finishReason,
    answer.refusal !== null,
  );
  return {
    content: { role: "model", parts },
    ...(bad ?? { finishReason }),
    index,
  };
}
