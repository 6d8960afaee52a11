import type { FinishReason, Usage } from "./answer.ts";
import type { ChatSink } from "./events.ts";
import type { ToolCall } from "./request.ts";

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** Where a text ends by a stop sequence, and by which. */
export interface StopCut {
  text: string;
  stop: string;
}

/**
 * Text up to the stop sequence that is complete first, as it comes out however
 * the text was cut into pieces; null when none occurs.
 */
export function cutAtStop(
  text: string,
  stops: readonly string[],
): StopCut | null {
  let found: StopCut | null = null;
  let firstEnd = Infinity;
  for (const stop of stops) {
    const at = text.indexOf(stop);
    const end = at + stop.length;
    if (at < 0 || end > firstEnd) continue;
    // Of two that end together the longer one leaves less.
    if (end === firstEnd && at >= (found?.text.length ?? 0)) continue;
    firstEnd = end;
    found = { text: text.slice(0, at), stop };
  }
  return found;
}

/** Length of the longest end of `text` that may grow into a stop sequence. */
export function pendingLength(text: string, stops: readonly string[]): number {
  let longest = 0;
  for (const stop of stops) {
    const most = Math.min(stop.length - 1, text.length);
    for (let length = most; length > longest; length--) {
      if (text.endsWith(stop.slice(0, length))) {
        longest = length;
        break;
      }
    }
  }
  return longest;
}

/**
 * Ends an answer at its first stop sequence, also where the sequence is spread
 * over several pieces of text. Holds back only what may be its beginning.
 */
export class StopSink implements ChatSink {
  readonly #inner: ChatSink;
  readonly #stops: readonly string[];
  #held = "";
  #stop: string | undefined;

  constructor(inner: ChatSink, stops: readonly string[]) {
    this.#inner = inner;
    this.#stops = stops;
  }

  /** True once a stop sequence came; all later events are swallowed. */
  get stopped(): boolean {
    return this.#stop !== undefined;
  }

  text(bytes: Uint8Array, start: number, end: number): void {
    if (this.stopped) return;
    const literal = decoder.decode(bytes.subarray(start, end));
    this.#held += JSON.parse(`"${literal}"`);
    const cut = cutAtStop(this.#held, this.#stops);
    if (cut !== null) {
      this.#held = cut.text;
      this.#release(cut.text.length);
      this.#stop = cut.stop;
      return;
    }
    this.#release(this.#held.length - pendingLength(this.#held, this.#stops));
  }

  reasoning(bytes: Uint8Array, start: number, end: number): void {
    if (!this.stopped) this.#inner.reasoning(bytes, start, end);
  }

  toolCall(call: ToolCall): void {
    if (this.stopped) return;
    this.#release(this.#held.length);
    this.#inner.toolCall(call);
  }

  image(url: string): void {
    if (this.stopped) return;
    this.#release(this.#held.length);
    this.#inner.image(url);
  }

  refusal(text: string): void {
    if (!this.stopped) this.#inner.refusal(text);
  }

  finish(reason: FinishReason, usage: Usage | null): void {
    this.#release(this.#held.length);
    const why = this.stopped ? "stop" : reason;
    this.#inner.finish(why, usage, this.#stop);
  }

  #release(length: number): void {
    if (length <= 0) return;
    const bytes = encoder.encode(JSON.stringify(this.#held.slice(0, length)));
    this.#held = this.#held.slice(length);
    this.#inner.text(bytes, 1, bytes.byteLength - 1);
  }
}
