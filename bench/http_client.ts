import { HttpMessage } from "./http_message.ts";
import { question, type Surface } from "./surfaces.ts";

const BUFFER_BYTES = 64 * 1024;

/** An answer to ask for. */
export interface ChatAsk {
  prompt: string | unknown[];
  stream: boolean;
  model?: string;
  /** The API key; an upstream that is asked directly needs none. */
  key: string;
  /** The protocol. @default "chat" */
  surface?: Surface;
}

/** The bytes of an HTTP request for an answer. */
export function chatRequest(
  { surface = "chat", model = "gpt-bench", key, ...ask }: ChatAsk,
): Uint8Array {
  const { path, body: value } = question(surface, { ...ask, model });
  const body = new TextEncoder().encode(JSON.stringify(value));
  const head = new TextEncoder().encode([
    `POST ${path} HTTP/1.1`,
    "host: 127.0.0.1",
    `authorization: Bearer ${key}`,
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
