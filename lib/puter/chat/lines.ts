import { LongLiteral, plainEnd } from "./literal.ts";
import {
  MalformedLine,
  type StreamEvents,
  type TextKind,
} from "./stream_events.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const TEXT_LINE = encoder.encode('{"type":"text","text":"');
const REASONING_LINE = encoder.encode('{"type":"reasoning","reasoning":"');

const NEWLINE = 0x0a;
const QUOTE = 0x22;
const BRACE = 0x7d;

/** Text of lines that have grown to this is handed on before their end. */
const LONG_LINE_BYTES = 4096;

/** A line longer than this is no answer but an attack on memory. */
const MAX_LINE_BYTES = 64 * 1024 * 1024;

/** Text of a line that has not ended, and what the line began with. */
interface LongText {
  prefix: Uint8Array;
  literal: LongLiteral;
}

/**
 * Cuts Puter's NDJSON chat stream into lines. Lines and code points may be cut
 * anywhere between two pushes. A plain `text` or `reasoning` line is not parsed:
 * the inside of its JSON string is handed on as it is, that of a long line while
 * it comes, so that its length costs no memory.
 */
export class PuterLineReader {
  readonly #events: StreamEvents;
  /** The beginning of a line whose end has not come. */
  #carry: Uint8Array | undefined;
  #carried = 0;
  /** A text that is handed on before its line has ended. */
  #long: LongText | undefined;

  constructor(events: StreamEvents) {
    this.#events = events;
  }

  /**
   * Converts every complete line of `chunk` and keeps the rest.
   *
   * @throws {StreamErrorLine} for an `error` line
   * @throws {MalformedLine} for a line that is not JSON or has no known shape
   */
  push(chunk: Uint8Array): void {
    let start = 0;
    if (this.#long !== undefined) {
      start = this.#goOn(this.#long, chunk, 0);
      if (start < 0) return;
    }
    if (this.#carried > 0) {
      const newline = chunk.indexOf(NEWLINE, start);
      if (newline < 0) return this.#lengthen(chunk, start);
      this.#keep(chunk.subarray(start, newline + 1), 0);
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
    if (rest < chunk.byteLength) this.#begin(chunk, rest);
  }

  /** Takes a last line that lacks its newline. Throws as `push` does. */
  end(): void {
    if (this.#long !== undefined) this.#keepTail(this.#long);
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
    const prefix = prefixOf(bytes, at);
    if (prefix === undefined) return 0;
    const from = at + prefix.byteLength;
    const quote = plainEnd(bytes, from, end);
    if (
      quote + 2 >= end || bytes[quote] !== QUOTE ||
      bytes[quote + 1] !== BRACE || bytes[quote + 2] !== NEWLINE
    ) return 0;
    if (quote > from) {
      this.#events.beginPiece();
      this.#events.piece(kindOf(prefix), bytes, from, quote);
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
    this.#events.line(line);
  }

  /** Takes the beginning of a line. */
  #begin(bytes: Uint8Array, from: number): void {
    const isLong = bytes.byteLength - from >= LONG_LINE_BYTES;
    if (!isLong || !this.#handOnEarly(bytes, from)) this.#keep(bytes, from);
  }

  /** Takes more of a line whose beginning is kept, but not its end. */
  #lengthen(bytes: Uint8Array, from: number): void {
    const wasLong = this.#carried >= LONG_LINE_BYTES;
    this.#keep(bytes, from);
    if (wasLong || this.#carried < LONG_LINE_BYTES) return;
    this.#handOnEarly(
      (this.#carry as Uint8Array).subarray(0, this.#carried),
      0,
    );
  }

  /** Hands the text of a line on that has not ended; false when it has none. */
  #handOnEarly(bytes: Uint8Array, at: number): boolean {
    const prefix = prefixOf(bytes, at);
    if (prefix === undefined) return false;
    const from = at + prefix.byteLength;
    if (bytes[from] === QUOTE) return false;
    const kind = kindOf(prefix);
    this.#events.beginPiece();
    const literal = new LongLiteral((bytes, start, end) =>
      this.#events.piece(kind, bytes, start, end)
    );
    const long = { prefix, literal };
    this.#long = long;
    this.#carry = undefined;
    this.#carried = 0;
    const end = this.#goOn(long, bytes, from);
    if (end >= 0) this.#keep(bytes, end);
    return true;
  }

  /** Hands more text on; gives the index of its end, -1 while it goes on. */
  #goOn(long: LongText, bytes: Uint8Array, from: number): number {
    const end = long.literal.push(bytes, from);
    if (end >= 0) this.#keepTail(long);
    return end;
  }

  /** What follows text that was handed on is read as a line without any. */
  #keepTail({ prefix, literal }: LongText): void {
    this.#long = undefined;
    this.#keep(prefix, 0);
    this.#keep(literal.held, 0);
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

/** What a line begins with whose literal is handed on unparsed. */
function prefixOf(bytes: Uint8Array, at: number): Uint8Array | undefined {
  // The two kinds differ in the tenth byte: `{"type":"t` or `{"type":"r`.
  const prefix = bytes[at + 9] === 0x74 ? TEXT_LINE : REASONING_LINE;
  for (let i = 0; i < prefix.byteLength; i++) {
    if (bytes[at + i] !== prefix[i]) return undefined;
  }
  return prefix;
}

function kindOf(prefix: Uint8Array): TextKind {
  return prefix === TEXT_LINE ? "text" : "reasoning";
}
