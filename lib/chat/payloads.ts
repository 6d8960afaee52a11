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
  #pieces: Uint8Array[] = [];

  /** Number of payloads held. */
  get count(): number {
    return this.#pieces.length;
  }

  /** Keeps the inside of a JSON string literal; returns its placeholder. */
  add(literal: Uint8Array): string {
    this.#pieces.push(literal);
    return `${MARK}${this.#pieces.length - 1}\uE001`;
  }

  /** Characters of a text with every placeholder replaced by its payload. */
  sizeOf(text: string): number {
    if (this.#pieces.length === 0) return text.length;
    const parts = text.split(PLACEHOLDER);
    return parts.reduce(
      (sum, part, index) =>
        sum +
        (index % 2 === 0
          ? part.length
          : this.#pieces[Number(part)]?.byteLength ?? 0),
      0,
    );
  }

  /** A text with the size of each payload in its place. */
  describe(text: string): string {
    if (this.#pieces.length === 0) return text;
    const parts = text.split(PLACEHOLDER);
    return parts.map((part, index) =>
      index % 2 === 0
        ? part
        : `[${this.#pieces[Number(part)]?.byteLength ?? 0} characters]`
    ).join("");
  }

  /** JSON text as bytes, with every placeholder replaced by its payload. */
  splice(json: string): Uint8Array[] {
    if (this.#pieces.length === 0) return [encoder.encode(json)];
    const parts = json.split(PLACEHOLDER);
    return parts.map((part, index) =>
      index % 2 === 0
        ? encoder.encode(part)
        : this.#pieces[Number(part)] ?? new Uint8Array()
    );
  }
}
