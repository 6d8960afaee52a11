import { BodyDecoder } from "../../http/client/http_body.ts";
import { HeadReader, type HttpHead } from "../../http/client/http_head.ts";
import type { Socket } from "../../http/client/socket.ts";
import { mediaType } from "../../http/media_type.ts";
import type {
  PuterAnswer,
  PuterCall,
  PuterExchange,
  PuterTransport,
} from "../transport.ts";
import { requestHeaders } from "./headers.ts";
import { Sockets } from "./sockets.ts";

/** Requests up to this size go out in one write. */
const ONE_WRITE_BYTES = 64 * 1024;

/** Room of the first read, which often holds a whole answer. */
const FIRST_READ_BYTES = 16 * 1024;

/** Room of later reads where little comes at once; doubled when one fills it. */
const READ_BYTES = 1024;
const MAX_READ_BYTES = 64 * 1024;

const encoder = new TextEncoder();
const NO_BYTES = new Uint8Array(0);

/**
 * Calls Puter over HTTP/1.1 on connections of our own, which cost least and are
 * free the moment a call is cancelled. A request that fails on a kept
 * connection before any byte came back is sent once more: the server had closed
 * it while idle.
 */
export function tcpTransport(baseUrl: string): PuterTransport {
  const base = new URL(baseUrl);
  const sockets = new Sockets(base);
  return {
    kind: "puter",
    send: (call) => new TcpExchange(sockets, requestPieces(call, base.host)),
  };
}

/** The bytes of a request; pieces of a large body are not copied. */
function requestPieces(call: PuterCall, host: string): Uint8Array[] {
  assertOneLine(call.path, call.token, call.etag);
  if (call.path.includes(" ")) {
    throw new TypeError("Cannot send a path with a space");
  }
  let head = `${call.method} ${call.path} HTTP/1.1\r\nhost: ${host}\r\n`;
  for (const [name, value] of Object.entries(requestHeaders(call))) {
    head += `${name}: ${value}\r\n`;
  }
  const pieces = [encoder.encode(`${head}\r\n`), ...call.body ?? []];
  let length = 0;
  for (const piece of pieces) length += piece.byteLength;
  if (pieces.length === 1 || length > ONE_WRITE_BYTES) return pieces;
  const request = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    request.set(piece, at);
    at += piece.byteLength;
  }
  return [request];
}

/** A line break inside a value would begin a header, or a request, of its own. */
function assertOneLine(...values: (string | undefined)[]): void {
  for (const value of values) {
    if (value === undefined || /^[\t\x20-\x7e\x80-\uffff]*$/.test(value)) {
      continue;
    }
    throw new TypeError(
      "Cannot send a head: a value holds a control character",
    );
  }
}

class TcpExchange implements PuterExchange {
  readonly answer: Promise<PuterAnswer>;
  readonly #sockets: Sockets;
  #socket: Socket | undefined;
  #body: TcpBody | undefined;
  #isCancelled = false;
  #reject: (cause: Error) => void = () => {};

  constructor(sockets: Sockets, pieces: Uint8Array[]) {
    this.#sockets = sockets;
    this.answer = new Promise((resolve, reject) => {
      this.#reject = reject;
      this.#open(pieces).then(resolve, reject);
    });
  }

  cancel(): void {
    // A finished answer has given its connection back for the next call.
    if (this.#isCancelled || this.#body?.isComplete) return;
    this.#isCancelled = true;
    this.#socket?.close();
    this.#reject(cancelled());
  }

  async #open(pieces: Uint8Array[]): Promise<PuterAnswer> {
    const kept = this.#sockets.takeIdle();
    if (kept !== undefined) {
      try {
        return await this.#ask(kept, pieces);
      } catch (cause) {
        if (this.#isCancelled || kept.hasAnswered) throw cause;
      }
    }
    return await this.#ask(await this.#sockets.open(), pieces);
  }

  async #ask(socket: Socket, pieces: Uint8Array[]): Promise<PuterAnswer> {
    this.#socket = socket;
    try {
      if (this.#isCancelled) throw cancelled();
      const body = new TcpBody(socket, this.#sockets);
      this.#body = body;
      return answerOf(await body.begin(pieces), body);
    } catch (cause) {
      socket.close();
      throw cause;
    }
  }
}

function answerOf({ status, headers }: HttpHead, body: TcpBody): PuterAnswer {
  return {
    status,
    contentType: mediaType(headers.get("content-type")),
    header: (name) => headers.get(name.toLowerCase()) ?? null,
    read: () => body.read(),
  };
}

/**
 * Buffers of first reads, used again: most answers are short, and memory outside
 * the heap costs its allocation and makes the garbage collector run.
 */
const spares: Uint8Array<ArrayBuffer>[] = [];
const MAX_SPARES = 64;

/** What comes back on a connection, which is given back after the end. */
class TcpBody {
  readonly #socket: Socket;
  readonly #sockets: Sockets;
  #buffer = spares.pop() ?? new Uint8Array(FIRST_READ_BYTES);
  #mayShrink = false;
  #decoder = new BodyDecoder({ type: "close" });
  #isSent = false;
  #keepsAlive = false;
  /** What of the body came with the head. */
  #first: Uint8Array | null = null;
  readonly #onRead = (length: number | null) => this.#take(length);

  constructor(socket: Socket, sockets: Sockets) {
    this.#socket = socket;
    this.#sockets = sockets;
  }

  /** True once all bytes came in. */
  get isComplete(): boolean {
    return this.#decoder.isComplete;
  }

  /**
   * Sends a request and reads the head of its answer, which may come before
   * all is sent: a server need not take what it refuses.
   */
  async begin(pieces: Uint8Array[]): Promise<HttpHead> {
    // When writing fails, so does reading, unless there is an answer.
    this.#send(pieces).catch(() => {});
    const reader = new HeadReader();
    for (;;) {
      const length = await this.#socket.read(this.#buffer);
      if (length === null) throw new Error("The connection closed unanswered");
      this.#socket.hasAnswered = true;
      const bytes = this.#buffer.subarray(0, length);
      const found = reader.push(bytes);
      if (found === null) continue;
      const { head, bodyAt } = found;
      this.#mayShrink = bytes.byteLength < READ_BYTES;
      this.#decoder = new BodyDecoder(head.framing);
      this.#keepsAlive = head.keepsAlive;
      this.#first = this.#decode(bytes.subarray(bodyAt));
      return head;
    }
  }

  async #send(pieces: Uint8Array[]): Promise<void> {
    for (const piece of pieces) await this.#socket.write(piece);
    this.#isSent = true;
  }

  read(): Promise<Uint8Array | null> {
    const first = this.#first;
    this.#first = null;
    if (first !== null && first.byteLength > 0) return Promise.resolve(first);
    if (this.#mayShrink) this.#shrink();
    if (!this.isComplete) return this.#readOn();
    this.#giveBack();
    return Promise.resolve(null);
  }

  /** Costs less for each piece than an async function would. */
  #readOn(): Promise<Uint8Array | null> {
    return this.#socket.read(this.#buffer).then(this.#onRead);
  }

  #take(length: number | null): Uint8Array | null | Promise<Uint8Array | null> {
    if (length === null) {
      this.#decoder.end();
      this.#release();
      return null;
    }
    const isFull = length === this.#buffer.byteLength;
    const decoded = this.#decode(this.#buffer, length);
    if (isFull) this.#grow();
    return decoded.byteLength > 0 ? decoded : this.read();
  }

  /** Called when the last bytes were read on, so that nobody looks at them. */
  #giveBack(): void {
    const buffer = this.#buffer;
    this.#buffer = NO_BYTES;
    const isFirst = buffer.byteLength === FIRST_READ_BYTES;
    if (isFirst && spares.length < MAX_SPARES) spares.push(buffer);
  }

  #decode(bytes: Uint8Array, end = bytes.byteLength): Uint8Array {
    try {
      const decoded = this.#decoder.decode(bytes, end);
      if (this.isComplete) this.#release();
      return decoded;
    } catch (cause) {
      this.#socket.close();
      throw cause;
    }
  }

  /** A stream at the speed of a model needs little room, for a long time. */
  #shrink(): void {
    this.#mayShrink = false;
    this.#giveBack();
    this.#buffer = new Uint8Array(READ_BYTES);
  }

  /** What was read stays where it is, for its reader. */
  #grow(): void {
    const size = this.#buffer.byteLength * 2;
    if (size <= MAX_READ_BYTES) this.#buffer = new Uint8Array(size);
  }

  #release(): void {
    if (this.#keepsAlive && this.#isSent) this.#sockets.keep(this.#socket);
    else this.#socket.close();
  }
}

function cancelled(): Error {
  return new Error("The call was cancelled");
}
