import type { FinishReason, Usage } from "../../chat/answer.ts";
import type { ChatOutput, ChatSink } from "../../chat/events.ts";
import type { ToolCall } from "../../chat/request.ts";
import { sumUsage } from "../../chat/usage.ts";
import { ByteWriter } from "../../http/byte_writer.ts";
import { geminiError } from "../../http/error_envelopes.ts";
import type { ApiError } from "../../http/errors.ts";
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

/** Server-sent events (`alt=sse`), or one JSON array that grows. */
export type StreamForm = "sse" | "array";

const encoder = new TextEncoder();

/** Shared by all streams: each empties it in the step that filled it. */
const out = new ByteWriter();

/**
 * An empty line: Google's Python client takes a comment for broken JSON, and
 * inside a JSON array nothing but white space can be said.
 */
const KEEP_ALIVE = encoder.encode("\n");

const LEADS = {
  event: encoder.encode("data: "),
  first: encoder.encode("["),
  next: encoder.encode(","),
};
const TAILS = { sse: "\n\n", array: "\n" };
const ARRAY_END = encoder.encode("]");

/** Writes answers as the chunks of `streamGenerateContent`. */
export class GenerateContentStream implements ChatOutput {
  readonly #form: StreamForm;
  readonly #style: GenerateStyle;
  readonly #end: string;
  readonly #sinks: CandidateSink[] = [];
  readonly #usages: (Usage | null)[] = [];
  #isEmpty = true;

  constructor(responseId: string, style: GenerateStyle, form: StreamForm) {
    this.#form = form;
    this.#style = style;
    this.#end = `"modelVersion":${JSON.stringify(style.model)},` +
      `"responseId":${JSON.stringify(responseId)}}${TAILS[form]}`;
  }

  choice(index: number): ChatSink {
    const sink = new CandidateSink({
      index,
      end: this.#end,
      includeThoughts: this.#style.includeThoughts,
      lead: () => this.#lead(),
      usage: (usage) => this.#usage(usage),
    });
    this.#sinks.push(sink);
    return sink;
  }

  complete(): void {
    if (this.#form === "sse") return;
    if (this.#isEmpty) out.write(LEADS.first);
    out.write(ARRAY_END);
  }

  fail(error: ApiError): void {
    for (const sink of this.#sinks) sink.close();
    this.#lead();
    const body = JSON.stringify(geminiError(error));
    out.write(encoder.encode(body + TAILS[this.#form]));
    if (this.#form === "array") out.write(ARRAY_END);
  }

  keepAlive(): void {
    out.write(KEEP_ALIVE);
  }

  take(): Uint8Array | null {
    for (const sink of this.#sinks) sink.close();
    return out.take();
  }

  /** What stands before a chunk. */
  #lead(): void {
    if (this.#form === "sse") out.write(LEADS.event);
    else out.write(this.#isEmpty ? LEADS.first : LEADS.next);
    this.#isEmpty = false;
  }

  /** The tokens of all answers are told with the end of the last one. */
  #usage(usage: Usage | null): string {
    this.#usages.push(usage);
    if (this.#usages.length < this.#style.candidates) return "";
    const sum = sumUsage(this.#usages);
    if (sum === null) return "";
    return `"usageMetadata":${JSON.stringify(usageMetadata(sum))},`;
  }
}

interface CandidateParts {
  index: number;
  /** The rest of a chunk after its candidates. */
  end: string;
  includeThoughts: boolean;
  /** Writes what stands before a chunk. */
  lead: () => void;
  /** Counts an answer's tokens; gives the field that tells them all. */
  usage: (usage: Usage | null) => string;
}

type Open = "none" | "text" | "thought";

const START = '{"candidates":[{"content":{"role":"model","parts":[';

/**
 * One candidate of the stream. Neighbouring pieces of text that arrive in one
 * step become one chunk: it stays open until something else follows.
 */
class CandidateSink implements ChatSink {
  readonly #parts: CandidateParts;
  readonly #end: string;
  readonly #textStart = encoder.encode(`${START}{"text":"`);
  readonly #thoughtStart = encoder.encode(`${START}{"thought":true,"text":"`);
  readonly #textEnd: Uint8Array;
  #open: Open = "none";
  #isRefused = false;
  #malformed: Malformed | undefined;

  constructor(parts: CandidateParts) {
    this.#parts = parts;
    this.#end = `]},"index":${parts.index}}],${parts.end}`;
    this.#textEnd = encoder.encode(`"}${this.#end}`);
  }

  text(bytes: Uint8Array, start: number, end: number): void {
    if (this.#open !== "text") this.#begin("text", this.#textStart);
    out.writeSlice(bytes, start, end);
  }

  reasoning(bytes: Uint8Array, start: number, end: number): void {
    if (!this.#parts.includeThoughts) return;
    if (this.#open !== "thought") this.#begin("thought", this.#thoughtStart);
    out.writeSlice(bytes, start, end);
  }

  toolCall(call: ToolCall): void {
    const part = callPart(call);
    if (part === null) this.#malformed ??= malformed(call);
    else this.#chunk(part);
  }

  image(url: string): void {
    this.#chunk(imagePart(url));
  }

  refusal(text: string): void {
    this.#isRefused = true;
    this.#chunk({ text });
  }

  finish(reason: FinishReason, usage: Usage | null): void {
    this.close();
    const { index, end, lead, usage: tell } = this.#parts;
    const how = JSON.stringify(
      this.#malformed ??
        { finishReason: finishReasonOf(reason, this.#isRefused) },
    ).slice(1, -1);
    lead();
    // Clients drop a turn from their history when a chunk of it has no part.
    out.write(encoder.encode(
      `${START}{"text":""}]},${how},"index":${index}}],${tell(usage)}${end}`,
    ));
  }

  /** Ends a chunk that still takes text. */
  close(): void {
    if (this.#open === "none") return;
    this.#open = "none";
    out.write(this.#textEnd);
  }

  #begin(kind: Open, start: Uint8Array): void {
    this.close();
    this.#parts.lead();
    out.write(start);
    this.#open = kind;
  }

  #chunk(part: AnswerPart): void {
    this.close();
    this.#parts.lead();
    out.write(encoder.encode(`${START}${JSON.stringify(part)}${this.#end}`));
  }
}
