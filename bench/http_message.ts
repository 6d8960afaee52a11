const NEWLINE = 0x0a;

type Expected = "start" | "header" | "size" | "body" | "body_end" | "trailer";

/**
 * One HTTP/1.1 message, read from bytes as they come. Far cheaper than `fetch`
 * and `Deno.serve`, so that load and upstream leave the time to what is measured.
 */
export class HttpMessage {
  /** The request or status line. */
  startLine = "";
  /** Header lines; names in lower case. */
  readonly headers = new Map<string, string>();
  /** The body without its transfer coding. */
  readonly pieces: Uint8Array[] = [];
  isComplete = false;
  #expected: Expected = "start";
  #line = "";
  /** Bytes that the body or its present chunk still lacks. */
  #lacking = 0;
  #isChunked = false;

  /** The status of an answer. */
  get status(): number {
    return Number(this.startLine.split(" ")[1]);
  }

  /** The path of a request. */
  get path(): string {
    return this.startLine.split(" ")[1] ?? "";
  }

  /** The body so far, as text. */
  get text(): string {
    const decoder = new TextDecoder();
    const texts = this.pieces.map((piece) =>
      decoder.decode(piece, { stream: true })
    );
    return texts.join("") + decoder.decode();
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
      case "start":
        this.startLine = line;
        this.#expected = "header";
        return;
      case "header":
        return line === "" ? this.#endHead() : this.#header(line);
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
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).toLowerCase();
    this.headers.set(name, line.slice(colon + 1).trim());
  }

  #endHead(): void {
    this.#lacking = Number(this.headers.get("content-length") ?? 0);
    this.#isChunked = this.headers.has("transfer-encoding");
    if (this.#isChunked) this.#expected = "size";
    else if (this.#lacking > 0) this.#expected = "body";
    else this.isComplete = true;
  }
}
