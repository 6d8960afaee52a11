const NEWLINE = 0x0a;
const RETURN = 0x0d;
const SEMICOLON = 0x3b;

/** More hex digits than any chunk of a real answer has. */
const MAX_SIZE_DIGITS = 12;

/** How an answer shows where its body ends. */
export type BodyFraming =
  | { type: "length"; bytes: number }
  | { type: "chunked" }
  /** With the connection. */
  | { type: "close" };

/** An answer that breaks HTTP's own rules. */
export class BadMessage extends Error {
  override name = "BadMessage";
}

/** What the next byte of a chunked body belongs to. */
type Part = "size" | "extension" | "data" | "data_end" | "trailer";

/** Takes the framing off a body; reads may cut it anywhere. */
export class BodyDecoder {
  /** True once the whole body came. */
  isComplete = false;
  readonly #type: BodyFraming["type"];
  /** Bytes that the body, or its present chunk, still lacks. */
  #lacking = 0;
  #part: Part = "size";
  #digits = 0;
  #trailerLength = 0;

  constructor(framing: BodyFraming) {
    this.#type = framing.type;
    if (framing.type !== "length") return;
    this.#lacking = framing.bytes;
    this.isComplete = framing.bytes === 0;
  }

  /**
   * The body's own bytes among `bytes[0, end)`, moved together at the front.
   *
   * @throws {BadMessage} for broken framing, and for bytes after the end
   */
  decode(bytes: Uint8Array, end = bytes.byteLength): Uint8Array {
    if (end > 0 && this.isComplete) throw tooLong();
    const length = this.#decode(bytes, end);
    return length === bytes.byteLength ? bytes : bytes.subarray(0, length);
  }

  /** How many of the bytes are the body's own; they are at the front then. */
  #decode(bytes: Uint8Array, end: number): number {
    switch (this.#type) {
      case "length":
        return this.#counted(end);
      case "chunked":
        return this.#unchunked(bytes, end);
      case "close":
        return end;
    }
  }

  /** The connection ended. @throws {BadMessage} when the body had not */
  end(): void {
    if (this.#type === "close") this.isComplete = true;
    if (!this.isComplete) throw new BadMessage("The body ended too early");
  }

  #counted(count: number): number {
    if (count > this.#lacking) throw tooLong();
    this.#lacking -= count;
    this.isComplete = this.#lacking === 0;
    return count;
  }

  #unchunked(bytes: Uint8Array, count: number): number {
    let at = 0;
    let length = 0;
    while (at < count) {
      if (this.isComplete) throw tooLong();
      if (this.#part !== "data") {
        this.#frame(bytes[at++] as number);
        continue;
      }
      const end = Math.min(count, at + this.#lacking);
      if (length < at) bytes.copyWithin(length, at, end);
      length += end - at;
      this.#lacking -= end - at;
      if (this.#lacking === 0) this.#part = "data_end";
      at = end;
    }
    return length;
  }

  /** Takes a byte that is not data. */
  #frame(byte: number): void {
    if (byte === NEWLINE) return this.#endLine();
    if (byte === RETURN) return;
    switch (this.#part) {
      case "size":
        return this.#sizeDigit(byte);
      case "data_end":
        throw new BadMessage("A chunk is longer than it says");
      case "trailer":
        this.#trailerLength++;
    }
  }

  #endLine(): void {
    switch (this.#part) {
      case "size":
      case "extension":
        if (this.#digits === 0) throw new BadMessage("A chunk has no size");
        this.#digits = 0;
        this.#part = this.#lacking > 0 ? "data" : "trailer";
        return;
      case "data_end":
        this.#part = "size";
        return;
      case "trailer":
        this.isComplete = this.#trailerLength === 0;
        this.#trailerLength = 0;
    }
  }

  #sizeDigit(byte: number): void {
    const digit = hexValue(byte);
    if (digit >= 0 && this.#digits < MAX_SIZE_DIGITS) {
      this.#lacking = this.#lacking * 16 + digit;
      this.#digits++;
    } else if (byte === SEMICOLON && this.#digits > 0) {
      this.#part = "extension";
    } else {
      throw new BadMessage("A chunk's size is not a number");
    }
  }
}

function hexValue(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

function tooLong(): BadMessage {
  return new BadMessage("Bytes came after the end of the body");
}
