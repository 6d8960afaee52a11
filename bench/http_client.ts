import { HttpMessage } from "./http_message.ts";

const BUFFER_BYTES = 64 * 1024;

/** A chat completion to ask for. */
export interface ChatAsk {
  prompt: string | unknown[];
  stream: boolean;
  model?: string;
  /** The API key; an upstream that is asked directly needs none. */
  key: string;
}

/** The bytes of an HTTP request for a chat completion. */
export function chatRequest(ask: ChatAsk): Uint8Array {
  const body = new TextEncoder().encode(JSON.stringify({
    model: ask.model ?? "gpt-bench",
    stream: ask.stream,
    messages: [
      { role: "system", content: "You are a helpful assistant." },
      { role: "user", content: ask.prompt },
    ],
  }));
  const head = new TextEncoder().encode([
    "POST /v1/chat/completions HTTP/1.1",
    "host: 127.0.0.1",
    `authorization: Bearer ${ask.key}`,
    "content-type: application/json",
    `content-length: ${body.byteLength}`,
    "\r\n",
  ].join("\r\n"));
  const request = new Uint8Array(head.byteLength + body.byteLength);
  request.set(head);
  request.set(body, head.byteLength);
  return request;
}

/** One kept connection to a server on this machine. */
export class HttpClient {
  readonly #connection: Deno.TcpConn;
  readonly #buffer = new Uint8Array(BUFFER_BYTES);

  constructor(connection: Deno.TcpConn) {
    this.#connection = connection;
    connection.setNoDelay(true);
  }

  /** Connects to a local port. */
  static async connect(port: number): Promise<HttpClient> {
    return new HttpClient(await Deno.connect({ hostname: "127.0.0.1", port }));
  }

  async send(request: Uint8Array): Promise<void> {
    let sent = 0;
    while (sent < request.byteLength) {
      sent += await this.#connection.write(request.subarray(sent));
    }
  }

  /**
   * Reads once for an answer.
   *
   * @throws {Error} when the connection ends before the answer
   */
  async readInto(answer: HttpMessage): Promise<void> {
    const length = await this.#connection.read(this.#buffer);
    if (length === null) throw new Error("The connection ended too early");
    answer.push(this.#buffer.subarray(0, length));
  }

  /** Sends a request and reads all of its answer. */
  async exchange(request: Uint8Array): Promise<HttpMessage> {
    await this.send(request);
    const answer = new HttpMessage();
    while (!answer.isComplete) await this.readInto(answer);
    return answer;
  }

  close(): void {
    this.#connection.close();
  }
}
