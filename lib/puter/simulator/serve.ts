import { STATUS_TEXT, type StatusCode } from "@std/http/status";
import { headersOf } from "./headers.ts";
import { HttpReader, type RequestHead } from "./http_reader.ts";
import type { SimReply } from "./reply.ts";
import type { SimRequest } from "./request.ts";
import { Simulator } from "./simulator.ts";

/** Where a simulator listens. */
export interface SimulatorServer {
  /** Base URL, without a slash at the end. */
  url: string;
  close(): Promise<void>;
}

/** Puter's servers give up an idle connection after this long. */
const KEEP_ALIVE_MS = 5000;

const ENCODER = new TextEncoder();

/**
 * Serves a simulator over HTTP. Speaks HTTP/1.1 by itself, because the
 * platform's server cannot break a connection at any byte.
 */
export function serveSimulator(
  simulator: Simulator,
  { port = 0, hostname = "127.0.0.1" } = {},
): SimulatorServer {
  const listener = Deno.listen({ port, hostname });
  const open = new Map<Deno.Conn, Promise<void>>();
  const accepting = accept();
  const address = listener.addr as Deno.NetAddr;
  return { url: `http://${hostname}:${address.port}`, close };

  async function accept(): Promise<void> {
    for await (const conn of listener) {
      // Small writes would wait for each other otherwise.
      conn.setNoDelay();
      const ended = talk(conn, simulator).finally(() => open.delete(conn));
      open.set(conn, ended);
    }
  }

  async function close(): Promise<void> {
    listener.close();
    for (const conn of open.keys()) hangUp(conn);
    await Promise.all([accepting, ...open.values()]);
  }
}

/** Answers the requests of a connection until either side hangs up. */
async function talk(conn: Deno.Conn, simulator: Simulator): Promise<void> {
  const reader = new HttpReader(conn);
  const gone = new AbortController();
  try {
    for (;;) {
      const idle = setTimeout(() => hangUp(conn), KEEP_ALIVE_MS);
      const head = await reader.head().finally(() => clearTimeout(idle));
      if (head === null) return;
      if (head.headers.get("expect") === "100-continue") {
        await write(conn, "HTTP/1.1 100 Continue\r\n\r\n");
      }
      const request = requestOf(head, await reader.body(head));
      reader.onGone(() => gone.abort());
      const reply = await simulator.exchange(request, gone.signal);
      await send(conn, { reply, request, signal: gone.signal });
    }
  } catch {
    // A connection that broke, on purpose or not, has no one to tell.
  } finally {
    gone.abort();
    hangUp(conn);
  }
}

interface Sending {
  reply: SimReply;
  request: SimRequest;
  signal: AbortSignal;
}

async function send(
  conn: Deno.Conn,
  { reply, request, signal }: Sending,
): Promise<void> {
  const { body, whole, status } = reply;
  const cancel = () => body.cancel();
  signal.addEventListener("abort", cancel);
  const headers = headersOf(reply, request);
  const bare = status === 304 || request.method === "HEAD";
  if (whole !== undefined) headers["content-length"] = `${whole.byteLength}`;
  else if (!bare) headers["transfer-encoding"] = "chunked";
  const text = STATUS_TEXT[status as StatusCode];
  const lines = Object.entries(headers).map(([name, value]) =>
    `${name}: ${value}\r\n`
  );
  await write(conn, `HTTP/1.1 ${status} ${text}\r\n${lines.join("")}\r\n`);
  if (bare) body.cancel();
  else await sendBody(conn, reply);
  signal.removeEventListener("abort", cancel);
}

async function sendBody(
  conn: Deno.Conn,
  { body, whole }: SimReply,
): Promise<void> {
  const chunked = whole === undefined;
  for (let bytes = await body.pull(); bytes !== null;) {
    if (!chunked) await write(conn, bytes);
    else if (bytes.byteLength > 0) {
      const size = bytes.byteLength.toString(16);
      await write(conn, joined(`${size}\r\n`, bytes, "\r\n"));
    }
    bytes = await body.pull();
  }
  if (chunked) await write(conn, "0\r\n\r\n");
}

function joined(before: string, bytes: Uint8Array, after: string): Uint8Array {
  const all = new Uint8Array(before.length + bytes.byteLength + after.length);
  all.set(ENCODER.encode(before));
  all.set(bytes, before.length);
  all.set(ENCODER.encode(after), before.length + bytes.byteLength);
  return all;
}

async function write(
  conn: Deno.Conn,
  content: string | Uint8Array,
): Promise<void> {
  const bytes = typeof content === "string" ? ENCODER.encode(content) : content;
  for (let at = 0; at < bytes.byteLength;) {
    at += await conn.write(bytes.subarray(at));
  }
}

function hangUp(conn: Deno.Conn): void {
  try {
    conn.close();
  } catch {
    // It is closed already.
  }
}

function requestOf(
  { method, target, headers }: RequestHead,
  body: Uint8Array[] | undefined,
): SimRequest {
  const url = new URL(target, "http://localhost");
  return {
    method,
    host: (headers.get("host") ?? "").replace(/:\d+$/, ""),
    path: url.pathname,
    query: url.searchParams,
    header: (name) => headers.get(name) ?? null,
    body,
  };
}

if (import.meta.main) {
  const simulator = new Simulator();
  const port = Number(Deno.args[0] ?? 4100);
  const { url } = serveSimulator(simulator, { port });
  const { token } = simulator.addAccount({ tier: "paid" });
  // deno-lint-ignore no-console
  console.log(`PUTER_API_URL=${url}\nPUTER_AUTH_TOKENS=${token}`);
}
