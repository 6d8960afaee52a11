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
  finish(reason: FinishReason, usage: Usage | null): void;
}
