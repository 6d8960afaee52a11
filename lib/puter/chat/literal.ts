const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = 0x20;

/** Said of an escape whose end has not come yet. */
const CUT = -1;

/** Bytes of `\uXXXX`, the longest escape. */
const ESCAPE_BYTES = 6;

/** Two of them can be halves of one character; the last byte may be missing. */
const MAX_CHARACTER_BYTES = 2 * ESCAPE_BYTES;

/**
 * Index of the first byte that is not the inside of a JSON string literal: the
 * closing quote, a control character, or an escape that is none or is cut off.
 */
export function plainEnd(bytes: Uint8Array, from: number, end: number): number {
  let i = from;
  while (i < end) {
    const byte = bytes[i] as number;
    if (byte === QUOTE || byte < SPACE) return i;
    if (byte === BACKSLASH) {
      const length = escapeLength(bytes, i, end);
      if (length <= 0) return i;
      i += length;
    } else {
      i++;
    }
  }
  return end;
}

/** Takes `bytes[start, end)` of a literal; they are valid during the call. */
type Pass = (bytes: Uint8Array, start: number, end: number) => void;

/**
 * The inside of a JSON string literal that comes in many chunks, passed on while
 * it comes: whole characters only, also where a character is two escapes.
 */
export class LongLiteral {
  readonly #pass: Pass;
  readonly #held = new Uint8Array(MAX_CHARACTER_BYTES);
  #heldLength = 0;

  constructor(pass: Pass) {
    this.#pass = pass;
  }

  /** The beginning of a character that was cut off, and not passed on. */
  get held(): Uint8Array {
    return this.#held.subarray(0, this.#heldLength);
  }

  /**
   * Takes what follows in `bytes` from `from` on. Gives the index at which the
   * literal ends, well or badly and behind what is `held`; -1 while it goes on.
   */
  push(bytes: Uint8Array, from: number): number {
    let at = from;
    while (this.#heldLength > 0) {
      if (at === bytes.byteLength) return -1;
      if (this.#endsAt(bytes[at] as number)) return at;
      at++;
    }
    const end = bytes.byteLength;
    const stop = plainEnd(bytes, at, end);
    if (isOver(bytes, stop, end)) {
      this.#passOn(bytes, at, stop);
      return stop;
    }
    const cut = characterEnd(bytes, at, stop);
    this.#passOn(bytes, at, cut);
    this.#hold(bytes.subarray(cut));
    return -1;
  }

  /** Adds a byte to what is held; true when the literal ends before it. */
  #endsAt(byte: number): boolean {
    const held = this.#held;
    const end = this.#heldLength + 1;
    held[end - 1] = byte;
    const stop = plainEnd(held, 0, end);
    const ends = isOver(held, stop, end);
    const cut = ends ? stop : characterEnd(held, 0, stop);
    this.#passOn(held, 0, cut);
    this.#hold(held.subarray(cut, ends ? end - 1 : end));
    return ends;
  }

  #passOn(bytes: Uint8Array, start: number, end: number): void {
    if (end > start) this.#pass(bytes, start, end);
  }

  #hold(bytes: Uint8Array): void {
    this.#held.set(bytes);
    this.#heldLength = bytes.byteLength;
  }
}

/** True when what stopped at `stop` cannot go on with more bytes. */
function isOver(bytes: Uint8Array, stop: number, end: number): boolean {
  if (stop === end) return false;
  return bytes[stop] !== BACKSLASH || escapeLength(bytes, stop, end) !== CUT;
}

/** Bytes of the JSON escape at `at`; 0 when it is none, `CUT` when cut off. */
function escapeLength(bytes: Uint8Array, at: number, end: number): number {
  if (at + 1 === end) return CUT;
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
      for (let i = 2; i < ESCAPE_BYTES; i++) {
        if (at + i === end) return CUT;
        if (!isHex(bytes[at + i] as number)) return 0;
      }
      return ESCAPE_BYTES;
    default:
      return 0;
  }
}

function isHex(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46) ||
    (byte >= 0x61 && byte <= 0x66);
}

/** The last place of `[from, end]` that is not inside a character. */
function characterEnd(bytes: Uint8Array, from: number, end: number): number {
  const escape = end - ESCAPE_BYTES;
  if (escape >= from && isHighSurrogate(bytes, from, escape)) return escape;
  // A UTF-8 sequence begins at most three bytes before its last one.
  for (let back = 1; back <= 3 && end - back >= from; back++) {
    const byte = bytes[end - back] as number;
    if (byte < 0x80) return end;
    if (byte >= 0xc0) return back < sequenceLength(byte) ? end - back : end;
  }
  return end;
}

/** True when the escape of the first half of a pair stands at `at`. */
function isHighSurrogate(bytes: Uint8Array, from: number, at: number): boolean {
  if (bytes[at] !== BACKSLASH || bytes[at + 1] !== 0x75) return false;
  // Behind a backslash that is not itself escaped this one is no escape.
  let first = at;
  while (first > from && bytes[first - 1] === BACKSLASH) first--;
  if ((at - first) % 2 === 1) return false;
  const third = (bytes[at + 3] as number) | 0x20;
  return ((bytes[at + 2] as number) | 0x20) === 0x64 &&
    (third === 0x38 || third === 0x39 || third === 0x61 || third === 0x62);
}

function sequenceLength(lead: number): number {
  return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
}
