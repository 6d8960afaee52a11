const FIRST_BYTES = 1024;

/**
 * Text gathered as the inside of a JSON string literal, for protocols that say
 * it once more at the end: bytes are copied, nothing is decoded.
 */
export class LiteralText {
  #bytes = new Uint8Array(FIRST_BYTES);
  #length = 0;

  /** The literal so far, a view that is valid until more is added. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Appends `bytes[start, end)`. */
  add(bytes: Uint8Array, start: number, end: number): void {
    const length = this.#length + end - start;
    if (length > this.#bytes.byteLength) this.#grow(length);
    this.#bytes.set(bytes.subarray(start, end), this.#length);
    this.#length = length;
  }

  #grow(needed: number): void {
    const grown = new Uint8Array(Math.max(needed, 2 * this.#length));
    grown.set(this.bytes);
    this.#bytes = grown;
  }
}
