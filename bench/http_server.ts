import { HttpMessage } from "./http_message.ts";

const BUFFER_BYTES = 64 * 1024;

const encoder = new TextEncoder();
const CHUNK_END = encoder.encode("\r\n");
const NOTHING = new Uint8Array();
const STREAM_END = encoder.encode("0\r\n\r\n");

/** Answers a request through the connection that it came on. */
export type ServerHandler = (
  request: HttpMessage,
  connection: ServerConnection,
) => Promise<void>;

/** Connections idle for longer are closed, as Puter's are. */
const IDLE_MS = 5000;

const connections = new Set<ServerConnection>();

/**
 * Serves HTTP/1.1 on a local port. `Deno.serve` does not tell before an answer
 * has begun that a client has left, if its request came in more than one read.
 */
export async function serveHttp(
  port: number,
  handler: ServerHandler,
): Promise<void> {
  setInterval(() => {
    const now = performance.now();
    for (const connection of connections) connection.closeIfIdle(now);
  }, 500);
  for await (const connection of Deno.listen({ hostname: "127.0.0.1", port })) {
    new ServerConnection(connection).run(handler);
  }
}

/** One client's connection; requests on it are answered one by one. */
export class ServerConnection {
  /** Called when the client leaves before its answer is complete. */
  onGone: (() => void) | undefined;
  isGone = false;
  readonly #connection: Deno.TcpConn;
  readonly #buffer = new Uint8Array(BUFFER_BYTES);
  #head = NOTHING;
  /** Since when nothing is asked; null while something is. */
  #idleSince: number | null = performance.now();

  constructor(connection: Deno.TcpConn) {
    this.#connection = connection;
    connection.setNoDelay(true);
  }

  closeIfIdle(now: number): void {
    if (this.#idleSince === null || now - this.#idleSince < IDLE_MS) return;
    connections.delete(this);
    this.#connection.close();
  }

  async run(handler: ServerHandler): Promise<void> {
    connections.add(this);
    try {
      let read = this.#read();
      for (;;) {
        const request = new HttpMessage();
        while (!request.isComplete) {
          const bytes = await read;
          if (bytes === null) return;
          request.push(bytes);
          read = this.#read();
        }
        // Clients ask again only after the answer: bytes that come now are none.
        this.#idleSince = null;
        read.then((bytes) => bytes === null && this.onGone?.());
        await handler(request, this);
        this.onGone = undefined;
        this.#idleSince = performance.now();
      }
    } catch {
      // The client has left; `onGone` has said so.
    } finally {
      if (connections.delete(this)) this.#connection.close();
    }
  }

  /** Answers with a whole body. */
  async answer(body: Uint8Array, contentType: string): Promise<void> {
    const head = encoder.encode(
      `HTTP/1.1 200 OK\r\ncontent-type: ${contentType}\r\n` +
        `content-length: ${body.byteLength}\r\n\r\n`,
    );
    await this.#write(joined(head, body));
  }

  /** Begins an answer that goes on with `write` and ends with `end`. */
  begin(contentType: string): void {
    this.#head = encoder.encode(
      `HTTP/1.1 200 OK\r\ncontent-type: ${contentType}\r\n` +
        "transfer-encoding: chunked\r\n\r\n",
    );
  }

  /** Sends a chunk; the first one takes the head with it, as Node's do. */
  async write(bytes: Uint8Array): Promise<void> {
    await this.#write(this.#framed(bytes));
  }

  /** Sends the last chunk. */
  async end(bytes: Uint8Array): Promise<void> {
    await this.#write(joined(this.#framed(bytes), STREAM_END));
  }

  #framed(bytes: Uint8Array): Uint8Array {
    const size = encoder.encode(`${bytes.byteLength.toString(16)}\r\n`);
    const head = this.#head;
    this.#head = NOTHING;
    return joined(head, size, bytes, CHUNK_END);
  }

  async #write(bytes: Uint8Array): Promise<void> {
    let sent = 0;
    while (sent < bytes.byteLength) {
      sent += await this.#connection.write(bytes.subarray(sent));
    }
  }

  /** The next bytes, or null when the client has left. */
  async #read(): Promise<Uint8Array | null> {
    const length = await this.#connection.read(this.#buffer).catch(() => null);
    if (length === null) this.isGone = true;
    return length === null ? null : this.#buffer.subarray(0, length);
  }
}

function joined(...parts: Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.byteLength;
  }
  return all;
}
