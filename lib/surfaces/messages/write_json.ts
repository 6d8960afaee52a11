import type { ChatAnswer } from "../../chat/answer.ts";
import {
  imageText,
  inputJson,
  type MessageName,
  signatureOf,
  stopBody,
  usageBody,
} from "./answer.ts";

/** The JSON document of a whole message. */
export function messageDocument(answer: ChatAnswer, name: MessageName) {
  return {
    id: name.id,
    type: "message",
    role: "assistant",
    model: name.model,
    content: contentOf(answer, name),
    ...stopBody(answer.finishReason, answer.stopSequence),
    usage: usageBody(answer.usage),
  };
}

/** The blocks of an answer, in the order a stream has them. */
function contentOf(answer: ChatAnswer, name: MessageName) {
  const { reasoning, refusal } = answer;
  const text = answer.text + answer.images.map(imageText).join("") +
    (refusal ?? "");
  return [
    ...(reasoning === "" ? [] : [
      { type: "thinking", thinking: reasoning, signature: signatureOf(name) },
    ]),
    ...(text === "" ? [] : [{ type: "text", text }]),
    ...answer.toolCalls.map((call) => ({
      type: "tool_use",
      id: call.id,
      name: call.name,
      input: JSON.parse(inputJson(call)),
    })),
  ];
}
