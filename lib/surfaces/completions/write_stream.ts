import type { FinishReason, Usage } from "../../chat/answer.ts";
import type { ChatOutput, ChatSink } from "../../chat/events.ts";
import { sumUsage } from "../../chat/usage.ts";
import { ByteWriter } from "../../http/byte_writer.ts";
import { type ApiError, errorBody } from "../../http/errors.ts";
import { usageBody } from "../chat_completions/usage.ts";
import type { AnswerName } from "../chat_completions/write_json.ts";
import { KEEP_ALIVE } from "../keep_alive.ts";
import type { CompletionStyle } from "./read.ts";
import { finishWord, imageText } from "./write_json.ts";

const encoder = new TextEncoder();

/** Shared by all streams: each empties it in the step that filled it. */
const out = new ByteWriter();

const DONE = encoder.encode("data: [DONE]\n\n");

/** Writes answers as the server-sent events of `text_completion`s. */
export class CompletionStream implements ChatOutput {
  readonly #start: string;
  readonly #style: CompletionStyle;
  readonly #choices: CompletionSink[] = [];

  constructor(name: AnswerName, style: CompletionStyle) {
    this.#style = style;
    this.#start = `data: {"id":${JSON.stringify(name.id)},` +
      `"object":"text_completion","created":${name.created},` +
      `"model":${JSON.stringify(style.model)},"choices":[`;
  }

  choice(index: number): ChatSink {
    const sink = new CompletionSink(this.#start, index, this.#style);
    this.#choices.push(sink);
    return sink;
  }

  complete(): void {
    const usage = sumUsage(this.#choices.map((choice) => choice.usage));
    if (this.#style.includeUsage && usage !== null) {
      const body = JSON.stringify(usageBody(usage));
      out.write(encoder.encode(`${this.#start}],"usage":${body}}\n\n`));
    }
    out.write(DONE);
  }

  fail(error: ApiError): void {
    for (const choice of this.#choices) choice.close();
    out.write(encoder.encode(`data: ${JSON.stringify(errorBody(error))}\n\n`));
  }

  keepAlive(): void {
    out.write(KEEP_ALIVE);
  }

  take(): Uint8Array | null {
    for (const choice of this.#choices) choice.close();
    return out.take();
  }
}

/** One completion; pieces of text that come in one step become one chunk. */
class CompletionSink implements ChatSink {
  usage: Usage | null = null;

  readonly #start: Uint8Array;
  readonly #tail: string;
  readonly #usage: string;
  readonly #end: Uint8Array;
  #beginning: string;
  #isOpen = false;

  constructor(start: string, index: number, style: CompletionStyle) {
    this.#usage = style.includeUsage ? ',"usage":null' : "";
    this.#start = encoder.encode(`${start}{"text":"`);
    this.#tail = `","index":${index},"logprobs":null,"finish_reason":`;
    this.#end = encoder.encode(`${this.#tail}null}]${this.#usage}}\n\n`);
    this.#beginning = style.beginning(index);
  }

  text(bytes: Uint8Array, start: number, end: number): void {
    this.#open();
    out.writeSlice(bytes, start, end);
  }

  /** No part of a completion. */
  reasoning(): void {}

  /** No tools were offered. */
  toolCall(): void {}

  image(url: string): void {
    this.#say(imageText(url));
  }

  refusal(text: string): void {
    this.#say(text);
  }

  finish(reason: FinishReason, usage: Usage | null): void {
    this.usage = usage;
    this.#echo();
    this.close();
    out.write(this.#start);
    const word = JSON.stringify(finishWord(reason));
    out.write(encoder.encode(`${this.#tail}${word}}]${this.#usage}}\n\n`));
  }

  /** Ends a chunk that still takes text. */
  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    out.write(this.#end);
  }

  #open(): void {
    this.#echo();
    if (this.#isOpen) return;
    this.#isOpen = true;
    out.write(this.#start);
  }

  /** The prompt comes first, once. */
  #echo(): void {
    const beginning = this.#beginning;
    if (beginning === "") return;
    this.#beginning = "";
    this.#say(beginning);
  }

  #say(text: string): void {
    const bytes = encoder.encode(JSON.stringify(text));
    this.text(bytes, 1, bytes.byteLength - 1);
  }
}
