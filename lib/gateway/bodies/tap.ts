import type { FinishReason, Usage } from "../../chat/answer.ts";
import type { ChatOutput, ChatSink } from "../../chat/events.ts";
import type { ToolCall } from "../../chat/request.ts";
import type { ApiError } from "../../http/errors.ts";

const FIRST_BYTES = 1024;

/** The inside of a JSON string literal, gathered up to a limit. */
export class LiteralBuffer {
  readonly #max: number;
  #bytes = new Uint8Array(FIRST_BYTES);
  #length = 0;
  #isCut = false;

  constructor(max: number) {
    this.#max = max;
  }

  get isCut(): boolean {
    return this.#isCut;
  }

  add(bytes: Uint8Array, start: number, end: number): void {
    const fitting = Math.min(end, start + this.#max - this.#length);
    if (fitting < end) this.#isCut = true;
    if (fitting <= start) return;
    const length = this.#length + fitting - start;
    if (length > this.#bytes.byteLength) this.#grow(length);
    this.#bytes.set(bytes.subarray(start, fitting), this.#length);
    this.#length = length;
  }

  /** The text meant; an escape that was cut is left out. */
  text(): string {
    const decoder = new TextDecoder();
    const inside = decoder.decode(this.#bytes.subarray(0, this.#length));
    for (let less = 0; less < 8; less++) {
      try {
        return JSON.parse(`"${inside.slice(0, inside.length - less)}"`);
      } catch {
        // It ends within an escape.
      }
    }
    return "";
  }

  #grow(needed: number): void {
    const size = Math.min(this.#max, Math.max(needed, 2 * this.#length));
    const grown = new Uint8Array(size);
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}

/** One answer as the client was given it. */
export interface SeenAnswer {
  text: string;
  reasoning?: string;
  refusal?: string;
  toolCalls?: ToolCall[];
  images?: string[];
  /** Absent when the answer did not come to its end. */
  finishReason?: FinishReason;
}

/** Most tool calls, and most images, that are kept of an answer. */
const MAX_PARTS = 50;

/** Longest image URL that is kept; data URLs are never shown anyway. */
const MAX_URL = 4096;

/** Passes an answer on and keeps what fits. */
export class TapSink implements ChatSink {
  readonly #inner: ChatSink;
  readonly #text: LiteralBuffer;
  readonly #reasoning: LiteralBuffer;
  readonly #toolCalls: ToolCall[] = [];
  readonly #images: string[] = [];
  #refusal = "";
  #finishReason: FinishReason | undefined;
  #isCut = false;
  #room: number;

  constructor(inner: ChatSink, max: number) {
    this.#inner = inner;
    this.#text = new LiteralBuffer(max);
    this.#reasoning = new LiteralBuffer(max);
    this.#room = max;
  }

  get isCut(): boolean {
    return this.#isCut || this.#text.isCut || this.#reasoning.isCut;
  }

  text(bytes: Uint8Array, start: number, end: number): void {
    this.#text.add(bytes, start, end);
    this.#inner.text(bytes, start, end);
  }

  reasoning(bytes: Uint8Array, start: number, end: number): void {
    this.#reasoning.add(bytes, start, end);
    this.#inner.reasoning(bytes, start, end);
  }

  toolCall(call: ToolCall): void {
    const size = JSON.stringify(call).length;
    if (this.#takes(size, this.#toolCalls)) this.#toolCalls.push(call);
    this.#inner.toolCall(call);
  }

  image(url: string): void {
    const kept = url.slice(0, MAX_URL);
    if (this.#takes(kept.length, this.#images)) this.#images.push(kept);
    this.#inner.image(url);
  }

  refusal(text: string): void {
    if (this.#takes(text.length, [])) this.#refusal += text;
    this.#inner.refusal(text);
  }

  finish(
    reason: FinishReason,
    usage: Usage | null,
    stopSequence?: string,
  ): void {
    this.#finishReason = reason;
    this.#inner.finish(reason, usage, stopSequence);
  }

  /** What was seen so far. */
  seen(): SeenAnswer {
    const seen: SeenAnswer = { text: this.#text.text() };
    const reasoning = this.#reasoning.text();
    if (reasoning !== "") seen.reasoning = reasoning;
    if (this.#refusal !== "") seen.refusal = this.#refusal;
    if (this.#toolCalls.length > 0) seen.toolCalls = this.#toolCalls;
    if (this.#images.length > 0) seen.images = this.#images;
    if (this.#finishReason !== undefined) {
      seen.finishReason = this.#finishReason;
    }
    return seen;
  }

  #takes(size: number, parts: unknown[]): boolean {
    const fits = size <= this.#room && parts.length < MAX_PARTS;
    if (fits) this.#room -= size;
    else this.#isCut = true;
    return fits;
  }
}

/** Passes a streamed answer on and keeps what fits of each choice. */
export class TapOutput implements ChatOutput {
  readonly sinks: TapSink[] = [];
  readonly #inner: ChatOutput;
  readonly #max: number;
  readonly #onFailure: (error: ApiError) => void;

  constructor(
    inner: ChatOutput,
    options: { max: number; onFailure: (error: ApiError) => void },
  ) {
    this.#inner = inner;
    this.#max = options.max;
    this.#onFailure = options.onFailure;
  }

  choice(index: number): ChatSink {
    const inner = this.#inner.choice(index);
    if (index >= MAX_CHOICES) return inner;
    return this.sinks[index] ??= new TapSink(inner, this.#max);
  }

  complete(): void {
    this.#inner.complete();
  }

  fail(error: ApiError): void {
    this.#onFailure(error);
    this.#inner.fail(error);
  }

  keepAlive(): void {
    this.#inner.keepAlive();
  }

  take(): Uint8Array | null {
    return this.#inner.take();
  }
}

/** Further answers to one request are not kept. */
const MAX_CHOICES = 4;
