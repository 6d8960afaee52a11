import { base64Pieces } from "../http/base64_pieces.ts";
import type { FormFile } from "../http/form.ts";

const encoder = new TextEncoder();

// Random per process, so that no client can write a placeholder of its own.
const MARK = `\uE000${crypto.randomUUID()}:`;
const PLACEHOLDER = new RegExp(`${MARK}(\\d+)\uE001`);

/**
 * Large base64 payloads taken out of a request body before it is parsed. In
 * their place the parsed text holds placeholders; `splice` puts the payloads
 * back as views of the bytes they came in, so that they are never copied.
 */
export class Payloads {
  /** Each payload in pieces. */
  #held: Uint8Array[][] = [];

  /** Number of payloads held. */
  get count(): number {
    return this.#held.length;
  }

  /**
   * Keeps the inside of a JSON string literal, which may lie in pieces; returns
   * its placeholder.
   */
  add(...pieces: Uint8Array[]): string {
    this.#held.push(pieces);
    return `${MARK}${this.#held.length - 1}\uE001`;
  }

  /**
   * Keeps a file of a form; returns its data URL, where a placeholder stands
   * for the data. Puter reads no parameters of the type.
   */
  addFile({ type, chunks }: Pick<FormFile, "type" | "chunks">): string {
    return `data:${type};base64,${this.add(...base64Pieces(chunks))}`;
  }

  /** Characters of a text with every placeholder replaced by its payload. */
  sizeOf(text: string): number {
    if (this.#held.length === 0) return text.length;
    const parts = text.split(PLACEHOLDER);
    return parts.reduce(
      (sum, part, index) =>
        sum +
        (index % 2 === 0
          ? part.length
          : sizeOf(this.#held[Number(part)] ?? [])),
      0,
    );
  }

  /** A text with the size of each payload in its place. */
  describe(text: string): string {
    if (this.#held.length === 0) return text;
    const parts = text.split(PLACEHOLDER);
    return parts.map((part, index) =>
      index % 2 === 0
        ? part
        : `[${sizeOf(this.#held[Number(part)] ?? [])} characters]`
    ).join("");
  }

  /** JSON text as bytes, with every placeholder replaced by its payload. */
  splice(json: string): Uint8Array[] {
    if (this.#held.length === 0) return [encoder.encode(json)];
    const parts = json.split(PLACEHOLDER);
    return parts.flatMap((part, index) =>
      index % 2 === 0 ? [encoder.encode(part)] : this.#held[Number(part)] ?? []
    );
  }
}

function sizeOf(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((sum, { byteLength }) => sum + byteLength, 0);
}
