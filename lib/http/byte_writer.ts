/** Room kept between uses; a larger buffer is given back after `take`. */
const KEEP_BYTES = 64 * 1024;

/** Slices shorter than this are copied faster by hand than by `set`. */
const SHORT_BYTES = 32;

const ZERO = 0x30;

/** Gathers bytes in one growing buffer and hands them out as one array. */
export class ByteWriter {
  #buffer = new Uint8Array(KEEP_BYTES);
  #length = 0;

  /** Appends all of `bytes`. */
  write(bytes: Uint8Array): void {
    const end = this.#length + bytes.byteLength;
    if (end > this.#buffer.byteLength) this.#grow(end);
    this.#buffer.set(bytes, this.#length);
    this.#length = end;
  }

  /** Appends `bytes[start, end)`. */
  writeSlice(bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    if (length > SHORT_BYTES) return this.write(bytes.subarray(start, end));
    if (this.#length + length > this.#buffer.byteLength) {
      this.#grow(this.#length + length);
    }
    const buffer = this.#buffer;
    let at = this.#length;
    for (let i = start; i < end; i++) buffer[at++] = bytes[i] as number;
    this.#length = at;
  }

  /** Appends the decimal digits of a whole number, 0 or more. */
  writeDigits(value: number): void {
    let digits = 1;
    for (let rest = value; rest >= 10; rest = Math.floor(rest / 10)) digits++;
    const end = this.#length + digits;
    if (end > this.#buffer.byteLength) this.#grow(end);
    let rest = value;
    for (let at = end - 1; at >= this.#length; at--) {
      this.#buffer[at] = ZERO + rest % 10;
      rest = Math.floor(rest / 10);
    }
    this.#length = end;
  }

  /** A copy of everything written since the last call; null when nothing. */
  take(): Uint8Array | null {
    if (this.#length === 0) return null;
    const taken = this.#buffer.slice(0, this.#length);
    this.#length = 0;
    if (this.#buffer.byteLength > KEEP_BYTES) {
      this.#buffer = new Uint8Array(KEEP_BYTES);
    }
    return taken;
  }

  #grow(needed: number): void {
    const grown = new Uint8Array(Math.max(needed, this.#buffer.byteLength * 2));
    grown.set(this.#buffer.subarray(0, this.#length));
    this.#buffer = grown;
  }
}
