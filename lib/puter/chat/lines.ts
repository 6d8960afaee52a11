import type { Usage } from "../../chat/answer.ts";
import type { ChatSink } from "../../chat/events.ts";
import type { ToolCall } from "../../chat/request.ts";
import { readUsage, type UsageSource } from "./usage.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const TEXT_LINE = encoder.encode('{"type":"text","text":"');
const REASONING_LINE = encoder.encode('{"type":"reasoning","reasoning":"');

const NEWLINE = 0x0a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const BRACE = 0x7d;
const SPACE = 0x20;

/** A line longer than this is no answer but an attack on memory. */
const MAX_LINE_BYTES = 64 * 1024 * 1024;

/** What the upstream itself said went wrong, in a stream's `error` line. */
export class StreamErrorLine extends Error {
  /** The whole parsed line, for the error table. */
  readonly line: unknown;

  constructor(line: unknown) {
    super("The upstream reported an error in its stream");
    this.name = "StreamErrorLine";
    this.line = line;
  }
}

/** A line that is not what Puter's stream may hold. */
export class MalformedLine extends Error {
  override name = "MalformedLine";
}

/**
 * Reads Puter's NDJSON chat stream and feeds a sink. Lines and code points may
 * be cut anywhere between two pushes. A plain `text` or `reasoning` line is not
 * parsed: the inside of its JSON string goes to the sink as it is.
 *
 * A stream is whole only when its `usage` line came; see `usageSeen`.
 */
export class PuterLineReader {
  /** True once anything but `usage` reached the sink. */
  started = false;
  /** True once a tool call came. */
  toolsCalled = false;
  /** True once the line that ends a complete stream came. */
  usageSeen = false;
  /** Token counts of that line; null when it held none. */
  usage: Usage | null = null;

  #pieces = 0;
  #usageIsBare = false;

  readonly #sink: ChatSink;
  readonly #source: UsageSource;
  #carry: Uint8Array | undefined;
  #carried = 0;

  constructor(sink: ChatSink, source: UsageSource) {
    this.#sink = sink;
    this.#source = source;
  }

  /**
   * True for the shape of the filler that Puter gives in place of an answer it
   * will not make: one piece of text and a usage line without token counts.
   */
  get isFiller(): boolean {
    return this.#usageIsBare && this.#pieces === 1 && !this.toolsCalled;
  }

  /**
   * Converts every complete line of `chunk` and keeps the rest.
   *
   * @throws {StreamErrorLine} for an `error` line
   * @throws {MalformedLine} for a line that is not JSON or has no known shape
   */
  push(chunk: Uint8Array): void {
    let start = 0;
    if (this.#carried > 0) {
      const newline = chunk.indexOf(NEWLINE);
      if (newline < 0) return this.#keep(chunk, 0);
      this.#keep(chunk.subarray(0, newline + 1), 0);
      const line = this.#carry as Uint8Array;
      const length = this.#carried;
      this.#carried = 0;
      this.#lines(line, 0, length);
      if (this.#carry !== undefined && this.#carry.byteLength > 8192) {
        this.#carry = undefined;
      }
      start = newline + 1;
    }
    const rest = this.#lines(chunk, start, chunk.byteLength);
    if (rest < chunk.byteLength) this.#keep(chunk, rest);
  }

  /** Takes a last line that lacks its newline. Throws as `push` does. */
  end(): void {
    if (this.#carried === 0) return;
    const line = (this.#carry as Uint8Array).subarray(0, this.#carried);
    this.#carried = 0;
    this.#parsed(line, 0, line.byteLength);
  }

  /** Converts whole lines of `[start, end)`; returns where the rest begins. */
  #lines(bytes: Uint8Array, start: number, end: number): number {
    let at = start;
    while (at < end) {
      const next = this.#splice(bytes, at, end);
      if (next > 0) {
        at = next;
        continue;
      }
      const newline = bytes.indexOf(NEWLINE, at);
      if (newline < 0 || newline >= end) return at;
      this.#parsed(bytes, at, newline);
      at = newline + 1;
    }
    return end;
  }

  /** The fast path: the start of the next line, or 0 when it does not apply. */
  #splice(bytes: Uint8Array, at: number, end: number): number {
    // The two kinds differ in the tenth byte: `{"type":"t` or `{"type":"r`.
    const isText = bytes[at + 9] === 0x74;
    const prefix = isText ? TEXT_LINE : REASONING_LINE;
    const from = at + prefix.byteLength;
    if (from + 2 >= end) return 0;
    for (let i = 0; i < prefix.byteLength; i++) {
      if (bytes[at + i] !== prefix[i]) return 0;
    }
    const quote = closingQuote(bytes, from, end);
    if (
      quote < 0 || quote + 2 >= end || bytes[quote + 1] !== BRACE ||
      bytes[quote + 2] !== NEWLINE
    ) return 0;
    if (quote > from) {
      this.started = true;
      this.#pieces++;
      if (isText) this.#sink.text(bytes, from, quote);
      else this.#sink.reasoning(bytes, from, quote);
    }
    return quote + 3;
  }

  #parsed(bytes: Uint8Array, start: number, end: number): void {
    const text = decoder.decode(bytes.subarray(start, end)).trim();
    if (text === "") return;
    let line: unknown;
    try {
      line = JSON.parse(text);
    } catch (cause) {
      throw new MalformedLine("Cannot parse a line of the stream", { cause });
    }
    if (typeof line !== "object" || line === null || Array.isArray(line)) {
      throw new MalformedLine("Cannot read a line of the stream: no object");
    }
    this.#event(line as Record<string, unknown>);
  }

  #event(line: Record<string, unknown>): void {
    switch (line.type) {
      case "text":
        return this.#literal(line.text, "text");
      case "reasoning":
        return this.#literal(line.reasoning, "reasoning");
      case "tool_use":
        return this.#toolUse(line);
      case "image":
        return this.#image(line.image);
      case "usage":
        this.usageSeen = true;
        this.usage = readUsage(line.usage, this.#source);
        this.#usageIsBare = this.usage === null && line.usage !== undefined;
        return;
      case "error":
        throw new StreamErrorLine(line);
    }
    if (line.error !== undefined || line.success === false) {
      throw new StreamErrorLine(line);
    }
    // Provider metadata (`extra_content`, `compaction`) and kinds of lines that
    // are not known yet carry nothing for the answer.
  }

  #literal(value: unknown, kind: "text" | "reasoning"): void {
    if (typeof value !== "string") {
      throw new MalformedLine(`Cannot read a ${kind} line: no ${kind}`);
    }
    if (value === "") return;
    const bytes = encoder.encode(JSON.stringify(value));
    this.started = true;
    this.#pieces++;
    this.#sink[kind](bytes, 1, bytes.byteLength - 1);
  }

  #toolUse(line: Record<string, unknown>): void {
    if (typeof line.name !== "string" || typeof line.id !== "string") {
      throw new MalformedLine("Cannot read a tool_use line: no id or name");
    }
    this.started = true;
    this.toolsCalled = true;
    const call: ToolCall = {
      id: line.id,
      name: line.name,
      arguments: JSON.stringify(line.input ?? {}),
    };
    if (line.extra_content !== undefined) {
      call.extraContent = line.extra_content;
    }
    this.#sink.toolCall(call);
  }

  #image(image: unknown): void {
    const holder = image as
      | { image_url?: { url?: unknown } }
      | null
      | undefined;
    const url = holder?.image_url?.url;
    if (typeof url !== "string") {
      throw new MalformedLine("Cannot read an image line: no URL");
    }
    this.started = true;
    this.#sink.image(url);
  }

  #keep(bytes: Uint8Array, from: number): void {
    const added = bytes.byteLength - from;
    const needed = this.#carried + added;
    if (needed > MAX_LINE_BYTES) {
      throw new MalformedLine(
        `Cannot take a line of the stream: longer than ${MAX_LINE_BYTES} bytes`,
      );
    }
    if (this.#carry === undefined || this.#carry.byteLength < needed) {
      const grown = new Uint8Array(Math.max(needed, 256, this.#carried * 2));
      if (this.#carry !== undefined) {
        grown.set(this.#carry.subarray(0, this.#carried));
      }
      this.#carry = grown;
    }
    this.#carry.set(from === 0 ? bytes : bytes.subarray(from), this.#carried);
    this.#carried = needed;
  }
}

/** Index of the first unescaped quote; -1 where the literal is not plain. */
function closingQuote(bytes: Uint8Array, from: number, end: number): number {
  let i = from;
  while (i < end) {
    const byte = bytes[i] as number;
    if (byte === QUOTE) return i;
    if (byte === BACKSLASH) {
      const length = escapeLength(bytes, i);
      if (length === 0) return -1;
      i += length;
    } else if (byte < SPACE) {
      return -1;
    } else {
      i++;
    }
  }
  return -1;
}

/** Bytes of the JSON escape at `at`; 0 when it is none. */
function escapeLength(bytes: Uint8Array, at: number): number {
  switch (bytes[at + 1]) {
    case 0x22: // "
    case 0x5c: // \
    case 0x2f: // /
    case 0x62: // b
    case 0x66: // f
    case 0x6e: // n
    case 0x72: // r
    case 0x74: // t
      return 2;
    case 0x75: // u
      for (let i = 2; i < 6; i++) {
        if (!isHex(bytes[at + i])) return 0;
      }
      return 6;
    default:
      return 0;
  }
}

function isHex(byte: number | undefined): boolean {
  return byte !== undefined &&
    ((byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46) ||
      (byte >= 0x61 && byte <= 0x66));
}
