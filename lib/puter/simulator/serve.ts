import http from "node:http";
import { brokenConnection } from "./body.ts";
import { headersOf } from "./headers.ts";
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

/**
 * Serves a simulator over HTTP. Uses Node's server, as Puter does: only so can
 * a connection be broken in the midst of an answer.
 */
export function serveSimulator(
  simulator: Simulator,
  { port = 0, hostname = "127.0.0.1" } = {},
): Promise<SimulatorServer> {
  const server = http.createServer((req, res) => {
    respond(simulator, req, res).catch(() => req.socket.destroy());
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, hostname, () => {
      const address = server.address();
      const bound = typeof address === "object" ? address?.port : undefined;
      resolve({
        url: `http://${hostname}:${bound ?? port}`,
        close: () => closeServer(server),
      });
    });
  });
}

function closeServer(server: http.Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function respond(
  simulator: Simulator,
  req: http.IncomingMessage,
  res: http.ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  res.once("close", () => gone.abort());
  const request = await readRequest(req);
  const reply = await simulator.exchange(request, gone.signal);
  gone.signal.addEventListener("abort", () => reply.body.cancel());
  const headers = headersOf(reply, request);
  if (reply.whole !== undefined) {
    headers["content-length"] = String(reply.whole.byteLength);
  }
  res.writeHead(reply.status, headers);
  res.flushHeaders();
  await sendBody(reply, res);
}

async function sendBody(
  { body }: SimReply,
  res: http.ServerResponse,
): Promise<void> {
  let bytes = await body.pull();
  while (bytes !== null) {
    if (!res.write(bytes.slice())) await drained(res);
    bytes = await body.pull();
  }
  res.end();
}

function drained(res: http.ServerResponse): Promise<void> {
  return new Promise((resolve, reject) => {
    res.once("drain", resolve);
    res.once("close", () => reject(brokenConnection()));
  });
}

async function readRequest(req: http.IncomingMessage): Promise<SimRequest> {
  const url = new URL(req.url ?? "/", "http://localhost");
  const body: Uint8Array[] = [];
  for await (const piece of req) body.push(new Uint8Array(piece));
  return {
    method: req.method ?? "GET",
    host: (req.headers.host ?? "").replace(/:\d+$/, ""),
    path: url.pathname,
    query: url.searchParams,
    header(name) {
      const value = req.headers[name];
      return (Array.isArray(value) ? value.join(", ") : value) ?? null;
    },
    body: body.length === 0 ? undefined : body,
  };
}

if (import.meta.main) {
  const simulator = new Simulator();
  const port = Number(Deno.args[0] ?? 4100);
  const { url } = await serveSimulator(simulator, { port });
  const { token } = simulator.addAccount({ tier: "paid" });
  // deno-lint-ignore no-console
  console.log(`PUTER_API_URL=${url}\nPUTER_AUTH_TOKENS=${token}`);
}
