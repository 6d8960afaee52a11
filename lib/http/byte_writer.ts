/**
 * Size of the blocks that what is taken is cut from, one piece after the other:
 * memory of its own would cost each small piece more than its bytes do.
 */
const BLOCK_BYTES = 16 * 1024;

/** Slices shorter than this are copied faster by hand than by `set`. */
const SHORT_BYTES = 32;

const ZERO = 0x30;

const NO_BYTES = new Uint8Array();

/** Gathers bytes and hands them out as one array, which is not touched again. */
export class ByteWriter {
  #buffer: Uint8Array = NO_BYTES;
  /** Where what was not taken yet begins, and where it ends. */
  #start = 0;
  #end = 0;

  /** Appends all of `bytes`. */
  write(bytes: Uint8Array): void {
    const end = this.#room(bytes.byteLength);
    this.#buffer.set(bytes, this.#end);
    this.#end = end;
  }

  /** Appends `bytes[start, end)`. */
  writeSlice(bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    if (length > SHORT_BYTES) return this.write(bytes.subarray(start, end));
    const newEnd = this.#room(length);
    const buffer = this.#buffer;
    let at = this.#end;
    for (let i = start; i < end; i++) buffer[at++] = bytes[i] as number;
    this.#end = newEnd;
  }

  /** Appends the decimal digits of a whole number, 0 or more. */
  writeDigits(value: number): void {
    let digits = 1;
    for (let rest = value; rest >= 10; rest = Math.floor(rest / 10)) digits++;
    const end = this.#room(digits);
    let rest = value;
    for (let at = end - 1; at >= this.#end; at--) {
      this.#buffer[at] = ZERO + rest % 10;
      rest = Math.floor(rest / 10);
    }
    this.#end = end;
  }

  /** Everything written since the last call; null when that is nothing. */
  take(): Uint8Array | null {
    if (this.#end === this.#start) return null;
    const taken = this.#buffer.subarray(this.#start, this.#end);
    this.#start = this.#end;
    // A large block is not kept alive by small pieces that come after it.
    if (this.#buffer.byteLength > BLOCK_BYTES) this.#reset(NO_BYTES, 0);
    return taken;
  }

  /** Makes room for more bytes; gives the end they will have. */
  #room(added: number): number {
    const end = this.#end + added;
    return end > this.#buffer.byteLength ? this.#move(added) : end;
  }

  /** Moves what was not taken yet to a block with room for more bytes. */
  #move(added: number): number {
    const waiting = this.#buffer.subarray(this.#start, this.#end);
    const needed = waiting.byteLength + added;
    const isLarge = needed > BLOCK_BYTES / 2;
    const block = new Uint8Array(isLarge ? needed + needed / 4 : BLOCK_BYTES);
    block.set(waiting);
    this.#reset(block, waiting.byteLength);
    return needed;
  }

  #reset(block: Uint8Array, end: number): void {
    this.#buffer = block;
    this.#start = 0;
    this.#end = end;
  }
}
