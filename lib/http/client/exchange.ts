import { BodyDecoder } from "./http_body.ts";
import { HeadReader, type HttpHead } from "./http_head.ts";
import { Socket } from "./socket.ts";
import { USER_AGENT } from "./user_agent.ts";

/** Room of one read; what was read belongs to its reader. */
const READ_BYTES = 64 * 1024;

const encoder = new TextEncoder();

/** A GET request that was answered, on a connection of its own. */
export class GetExchange {
  readonly #socket: Socket;
  #decoder = new BodyDecoder({ type: "close" });
  #first: Uint8Array = new Uint8Array();

  constructor(connection: Deno.Conn) {
    this.#socket = new Socket(connection);
  }

  /**
   * Sends the request and reads the head of its answer. Nothing of whoever
   * asked is sent along, except a range of bytes.
   *
   * @throws {BadMessage} when the answer is no HTTP/1
   */
  async begin(url: URL, range: string | undefined): Promise<HttpHead> {
    await this.#socket.write(encoder.encode(headOf(url, range)));
    const reader = new HeadReader();
    for (;;) {
      const bytes = await this.#readSome();
      if (bytes === null) throw new Error("The connection closed unanswered");
      const found = reader.push(bytes);
      if (found === null) continue;
      this.#decoder = new BodyDecoder(found.head.framing);
      this.#first = this.#decoder.decode(bytes.subarray(found.bodyAt));
      return found.head;
    }
  }

  /** The next bytes of the body; null at its end. */
  async read(): Promise<Uint8Array | null> {
    if (this.#first.byteLength > 0) {
      const first = this.#first;
      this.#first = new Uint8Array();
      return first;
    }
    while (!this.#decoder.isComplete) {
      const bytes = await this.#readSome();
      if (bytes === null) {
        this.#decoder.end();
        return null;
      }
      const decoded = this.#decoder.decode(bytes);
      if (decoded.byteLength > 0) return decoded;
    }
    return null;
  }

  async #readSome(): Promise<Uint8Array | null> {
    const buffer = new Uint8Array(READ_BYTES);
    const length = await this.#socket.read(buffer);
    return length === null ? null : buffer.subarray(0, length);
  }

  /** Ends the exchange; a read under way rejects. */
  close(): void {
    this.#socket.close();
  }
}

function headOf(url: URL, range: string | undefined): string {
  const lines = [
    `GET ${url.pathname}${url.search} HTTP/1.1`,
    `host: ${url.host}`,
    `user-agent: ${USER_AGENT}`,
    "accept: */*",
    // What is passed on has to be what its length and type say.
    "accept-encoding: identity",
    "connection: close",
  ];
  if (range !== undefined) lines.push(`range: ${range}`);
  return `${lines.join("\r\n")}\r\n\r\n`;
}
