import type { ApiError } from "../http/errors.ts";
import type { FinishReason, Usage } from "./answer.ts";
import type { ToolCall } from "./request.ts";

/**
 * Receives an answer while it is made. Text and reasoning come as slices of a
 * read buffer that hold the inside of a JSON string literal (escaped, without
 * the quotes); a slice is valid only during the call. Every answer ends with
 * exactly one `finish`, or fails by an exception thrown past the sink.
 */
export interface ChatSink {
  text(bytes: Uint8Array, start: number, end: number): void;
  reasoning(bytes: Uint8Array, start: number, end: number): void;
  toolCall(call: ToolCall): void;
  /** An image made by the model, as https or data URL. */
  image(url: string): void;
  refusal(text: string): void;
  /** With the stop sequence at which the gateway ended the answer, if any. */
  finish(
    reason: FinishReason,
    usage: Usage | null,
    stopSequence?: string,
  ): void;
}

/**
 * Turns the events of one request's answers into the bytes of a protocol.
 * What the sinks and calls produce is fetched by `take`, always in the same
 * synchronous step, because writers share one buffer.
 */
export interface ChatOutput {
  /** The sink of answer `index`, 0 to n - 1. */
  choice(index: number): ChatSink;
  /** All answers are complete; nothing follows. */
  complete(): void;
  /** The stream fails here; nothing follows. */
  fail(error: ApiError): void;
  /** A sign of life that no client takes for content. */
  keepAlive(): void;
  /** The bytes written since the last call; null when there are none. */
  take(): Uint8Array | null;
}
