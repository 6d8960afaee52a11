const NEWLINE = 0x0a;

type Expected = "status" | "header" | "size" | "body" | "body_end" | "trailer";

/**
 * One HTTP/1.1 answer, read from bytes as they come. Far cheaper than `fetch`,
 * so that the load does not take the time that is to be measured.
 */
export class HttpAnswer {
  status = 0;
  /** The body without its transfer coding. */
  readonly pieces: Uint8Array[] = [];
  isComplete = false;
  #expected: Expected = "status";
  #line = "";
  /** Bytes that the body or its present chunk still lacks. */
  #lacking = 0;
  #isChunked = false;

  /** The body so far, as text. */
  get text(): string {
    const decoder = new TextDecoder();
    const text = this.pieces.map((piece) =>
      decoder.decode(piece, { stream: true })
    );
    return text.join("") + decoder.decode();
  }

  /** Takes the next bytes; they may be reused afterwards. */
  push(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.byteLength && !this.isComplete) {
      at = this.#expected === "body"
        ? this.#take(bytes, at)
        : this.#readLine(bytes, at);
    }
  }

  #take(bytes: Uint8Array, at: number): number {
    const end = Math.min(bytes.byteLength, at + this.#lacking);
    this.pieces.push(bytes.slice(at, end));
    this.#lacking -= end - at;
    if (this.#lacking > 0) return end;
    if (this.#isChunked) this.#expected = "body_end";
    else this.isComplete = true;
    return end;
  }

  #readLine(bytes: Uint8Array, at: number): number {
    const newline = bytes.indexOf(NEWLINE, at);
    const end = newline < 0 ? bytes.byteLength : newline;
    this.#line += String.fromCharCode(...bytes.subarray(at, end));
    if (newline < 0) return end;
    const line = this.#line.trimEnd();
    this.#line = "";
    this.#understand(line);
    return newline + 1;
  }

  #understand(line: string): void {
    switch (this.#expected) {
      case "status":
        this.status = Number(line.split(" ")[1]);
        this.#expected = "header";
        return;
      case "header":
        return line === "" ? this.#endHead() : this.#header(line.toLowerCase());
      case "size":
        this.#lacking = parseInt(line, 16);
        this.#expected = this.#lacking > 0 ? "body" : "trailer";
        return;
      case "body_end":
        this.#expected = "size";
        return;
      case "trailer":
        if (line === "") this.isComplete = true;
    }
  }

  #header(line: string): void {
    if (line.startsWith("content-length:")) {
      this.#lacking = Number(line.slice(15));
    }
    if (line === "transfer-encoding: chunked") this.#isChunked = true;
  }

  #endHead(): void {
    if (this.#isChunked) this.#expected = "size";
    else if (this.#lacking > 0) this.#expected = "body";
    else this.isComplete = true;
  }
}
