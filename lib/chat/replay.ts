import type { ChatAnswer } from "./answer.ts";
import type { ChatSink } from "./events.ts";

const encoder = new TextEncoder();

/** Tells a whole answer to a sink, in the order a model makes it. */
export function replay(answer: ChatAnswer, sink: ChatSink): void {
  if (answer.reasoning !== "") {
    const bytes = encoder.encode(JSON.stringify(answer.reasoning));
    sink.reasoning(bytes, 1, bytes.byteLength - 1);
  }
  if (answer.text !== "") {
    const bytes = encoder.encode(JSON.stringify(answer.text));
    sink.text(bytes, 1, bytes.byteLength - 1);
  }
  for (const image of answer.images) sink.image(image);
  if (answer.refusal !== null) sink.refusal(answer.refusal);
  for (const call of answer.toolCalls) sink.toolCall(call);
  sink.finish(answer.finishReason, answer.usage, answer.stopSequence);
}
