import type { FinishReason, Usage } from "../../lib/chat/answer.ts";
import type { ChatSink } from "../../lib/chat/events.ts";
import type { ToolCall } from "../../lib/chat/request.ts";

const decoder = new TextDecoder();

/** A sink that remembers what it was told, with literals decoded. */
export class RecordingSink implements ChatSink {
  events: unknown[] = [];
  finished: {
    reason: FinishReason;
    usage: Usage | null;
    stopSequence: string | undefined;
  }[] = [];

  /** All text so far. */
  get textSoFar(): string {
    return this.#join("text");
  }

  /** All reasoning so far. */
  get reasoningSoFar(): string {
    return this.#join("reasoning");
  }

  text(bytes: Uint8Array, start: number, end: number): void {
    this.events.push({ text: literal(bytes, start, end) });
  }

  reasoning(bytes: Uint8Array, start: number, end: number): void {
    this.events.push({ reasoning: literal(bytes, start, end) });
  }

  toolCall(call: ToolCall): void {
    this.events.push({ call });
  }

  image(url: string): void {
    this.events.push({ image: url });
  }

  refusal(text: string): void {
    this.events.push({ refusal: text });
  }

  finish(
    reason: FinishReason,
    usage: Usage | null,
    stopSequence?: string,
  ): void {
    this.finished.push({ reason, usage, stopSequence });
  }

  #join(kind: "text" | "reasoning"): string {
    return this.events.map((event) =>
      (event as Record<string, string>)[kind] ?? ""
    ).join("");
  }
}

function literal(bytes: Uint8Array, start: number, end: number): string {
  return JSON.parse(`"${decoder.decode(bytes.subarray(start, end))}"`);
}
