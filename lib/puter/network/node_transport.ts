import http from "node:http";
import https from "node:https";
import { Buffer } from "node:buffer";
import type {
  PuterAnswer,
  PuterCall,
  PuterExchange,
  PuterTransport,
} from "../transport.ts";
import { mediaType, requestHeaders } from "./headers.ts";

/** Bytes held for a slow reader before the connection is paused. */
const PAUSE_AT_BYTES = 64 * 1024;

/** Puter closes idle connections after 5 s; ours are given up before that. */
const IDLE_MS = 4000;

/**
 * Calls Puter through `node:http`, which on recent Deno costs half of what
 * `fetch` does per call. A request that fails on a reused connection before
 * any byte came back is sent once more: the server had closed it while idle.
 */
export function nodeTransport(baseUrl: string): PuterTransport {
  const base = new URL(baseUrl);
  const secure = base.protocol === "https:";
  const agent = new (secure ? https.Agent : http.Agent)({
    keepAlive: true,
    maxSockets: Infinity,
    maxFreeSockets: 256,
    timeout: IDLE_MS,
  });
  const target: http.RequestOptions = {
    protocol: base.protocol,
    hostname: base.hostname.replace(/^\[|\]$/g, ""),
    port: base.port || (secure ? 443 : 80),
    agent,
  };
  const prefix = base.pathname.replace(/\/+$/, "");
  const request = secure ? https.request : http.request;
  function open(call: PuterCall): http.ClientRequest {
    return request({
      ...target,
      method: call.method,
      path: prefix + call.path,
      headers: requestHeaders(call),
    });
  }
  return { kind: "puter", send: (call) => new NodeExchange(open, call) };
}

class NodeExchange implements PuterExchange {
  readonly answer: Promise<PuterAnswer>;
  #request: http.ClientRequest | undefined;
  #body: NodeBody | undefined;
  #cancelled = false;
  /** What may have to be sent again; let go when the answer begins. */
  #call: PuterCall | undefined;
  readonly #open: (call: PuterCall) => http.ClientRequest;
  #resolve: (answer: PuterAnswer) => void = () => {};
  #reject: (cause: unknown) => void = () => {};

  constructor(
    open: (call: PuterCall) => http.ClientRequest,
    call: PuterCall,
  ) {
    this.#open = open;
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#call = call;
    this.#start(call, { mayRetry: true });
  }

  cancel(): void {
    // A finished answer has given its connection back for the next call.
    if (this.#body?.isEnded) return;
    if (this.#cancelled) return;
    this.#cancelled = true;
    const cause = new Error("The call was cancelled");
    // Without a cause Deno leaves the connection of an unanswered request open.
    this.#request?.destroy(cause);
    this.#reject(cause);
    this.#body?.fail(cause);
  }

  #start(
    call: PuterCall,
    options: { mayRetry: boolean },
  ): void {
    const request = this.#open(call);
    this.#request = request;
    // An agent's timeout marks idle sockets; a running answer may be silent.
    request.setTimeout(0);
    request.once("response", (response) => {
      this.#call = undefined;
      this.#body = new NodeBody(response);
      this.#resolve(answerOf(response, this.#body));
    });
    request.on("error", (cause: Error) => {
      if (this.#body !== undefined) return this.#body.fail(cause);
      const again = options.mayRetry && request.reusedSocket &&
        !this.#cancelled;
      if (again && this.#call !== undefined) {
        return this.#start(this.#call, { mayRetry: false });
      }
      this.#reject(cause);
    });
    const pieces = (call.body ?? []).map(bufferOf);
    // The last piece goes with the end: a short call is then one write.
    const last = pieces.pop();
    for (const piece of pieces) request.write(piece);
    request.end(last);
  }
}

function bufferOf(piece: Uint8Array): Buffer {
  return Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
}

function answerOf(response: http.IncomingMessage, body: NodeBody): PuterAnswer {
  return {
    status: response.statusCode ?? 0,
    contentType: mediaType(response.headers["content-type"]),
    header(name) {
      const value = response.headers[name.toLowerCase()];
      return Array.isArray(value) ? value.join(", ") : value ?? null;
    },
    read: () => body.read(),
  };
}

/** A response body that is pulled; the connection pauses for a slow reader. */
class NodeBody {
  #response: http.IncomingMessage;
  #chunks: Uint8Array[] = [];
  #bytes = 0;
  #paused = false;
  #ended = false;
  #failure: unknown;
  #waiting: {
    resolve: (chunk: Uint8Array | null) => void;
    reject: (cause: unknown) => void;
  } | undefined;

  constructor(response: http.IncomingMessage) {
    this.#response = response;
    response.on("data", (chunk: Uint8Array) => this.#take(chunk));
    response.once("end", () => this.#end());
    response.once("error", (cause) => this.fail(cause));
    response.once("close", () => {
      if (response.complete) this.#end();
      else this.fail(new Error("The connection closed before the end"));
    });
  }

  /** True once all bytes came in and were read. */
  get isEnded(): boolean {
    return this.#ended && this.#chunks.length === 0;
  }

  read(): Promise<Uint8Array | null> {
    const chunk = this.#chunks.shift();
    if (chunk !== undefined) {
      this.#bytes -= chunk.byteLength;
      if (this.#paused && this.#chunks.length === 0) {
        this.#paused = false;
        this.#response.resume();
      }
      return Promise.resolve(chunk);
    }
    if (this.#ended) return Promise.resolve(null);
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  fail(cause: unknown): void {
    if (this.#ended || this.#failure !== undefined) return;
    this.#failure = cause;
    this.#waiting?.reject(cause);
    this.#waiting = undefined;
  }

  #take(chunk: Uint8Array): void {
    const waiting = this.#waiting;
    if (waiting !== undefined) {
      this.#waiting = undefined;
      return waiting.resolve(chunk);
    }
    this.#chunks.push(chunk);
    this.#bytes += chunk.byteLength;
    if (this.#bytes >= PAUSE_AT_BYTES && !this.#paused) {
      this.#paused = true;
      this.#response.pause();
    }
  }

  #end(): void {
    if (this.#failure !== undefined) return;
    this.#ended = true;
    this.#waiting?.resolve(null);
    this.#waiting = undefined;
  }
}
