/** The first line of a request and its headers, names in lower case. */
export interface RequestHead {
  method: string;
  target: string;
  headers: Map<string, string>;
}

const DECODER = new TextDecoder("latin1");
const READ_BYTES = 64 * 1024;
const MAX_HEAD_BYTES = 64 * 1024;

/** Reads HTTP/1.1 requests from a connection, one after the other. */
export class HttpReader {
  readonly #conn: Deno.Conn;
  #held: Uint8Array = new Uint8Array();
  #reading: Promise<boolean> | undefined;

  constructor(conn: Deno.Conn) {
    this.#conn = conn;
  }

  /** The next head, or null when the other side has gone. */
  async head(): Promise<RequestHead | null> {
    const text = await this.#until("\r\n\r\n");
    if (text === null) return null;
    const [first = "", ...lines] = text.split("\r\n");
    const [method = "", target = "/"] = first.split(" ");
    const headers = new Map<string, string>();
    for (const line of lines) {
      const colon = line.indexOf(":");
      const name = line.slice(0, colon).trim().toLowerCase();
      headers.set(name, line.slice(colon + 1).trim());
    }
    return { method, target, headers };
  }

  /** The body that follows a head; undefined when none does. */
  async body({ headers }: RequestHead): Promise<Uint8Array[] | undefined> {
    if (/chunked/i.test(headers.get("transfer-encoding") ?? "")) {
      return await this.#chunks();
    }
    const length = Number(headers.get("content-length") ?? 0);
    return length > 0 ? [await this.#take(length)] : undefined;
  }

  /** Calls back when the other side goes, unless it sends something first. */
  onGone(callback: () => void): void {
    this.#fill().then((more) => more || callback());
  }

  async #chunks(): Promise<Uint8Array[]> {
    const chunks: Uint8Array[] = [];
    for (;;) {
      const size = parseInt(await this.#until("\r\n") ?? "0", 16);
      const chunk = await this.#take(size + 2);
      if (size === 0) return chunks;
      chunks.push(chunk.subarray(0, size));
    }
  }

  async #until(end: string): Promise<string | null> {
    for (;;) {
      const text = DECODER.decode(this.#held);
      const at = text.indexOf(end);
      if (at >= 0) {
        this.#held = this.#held.slice(at + end.length);
        return text.slice(0, at);
      }
      if (text.length > MAX_HEAD_BYTES || !await this.#fill()) return null;
    }
  }

  async #take(bytes: number): Promise<Uint8Array> {
    const taken = new Uint8Array(bytes);
    let length = 0;
    for (;;) {
      const piece = this.#held.subarray(0, bytes - length);
      taken.set(piece, length);
      length += piece.byteLength;
      this.#held = this.#held.subarray(piece.byteLength);
      if (length === bytes) return taken;
      if (!await this.#fill()) throw new TypeError("The request broke off");
    }
  }

  /** Waits for more bytes; false when there are no more. One read at a time. */
  #fill(): Promise<boolean> {
    this.#reading ??= this.#read().finally(() => this.#reading = undefined);
    return this.#reading;
  }

  async #read(): Promise<boolean> {
    const buffer = new Uint8Array(READ_BYTES);
    const length = await this.#conn.read(buffer).catch(() => null);
    if (length === null) return false;
    const held = new Uint8Array(this.#held.byteLength + length);
    held.set(this.#held);
    held.set(buffer.subarray(0, length), this.#held.byteLength);
    this.#held = held;
    return true;
  }
}
