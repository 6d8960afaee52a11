import { mediaType } from "../../http/media_type.ts";
import type {
  PuterAnswer,
  PuterCall,
  PuterExchange,
  PuterTransport,
} from "../transport.ts";
import type { SimBody } from "./body.ts";
import { COMMON_HEADERS } from "./headers.ts";
import type { SimRequest } from "./request.ts";
import type { Simulator } from "./simulator.ts";

/** Carries calls to a simulator in this process, without HTTP in between. */
export function simulatorTransport(simulator: Simulator): PuterTransport {
  return {
    kind: "simulator",
    send: (call) => new SimulatedExchange(simulator, call),
  };
}

class SimulatedExchange implements PuterExchange {
  readonly answer: Promise<PuterAnswer>;
  readonly #abort = new AbortController();
  #body: SimBody | undefined;

  constructor(simulator: Simulator, call: PuterCall) {
    this.answer = this.#run(simulator, call);
    // A caller may cancel without ever looking at the answer.
    this.answer.catch(() => {});
  }

  cancel(): void {
    this.#abort.abort();
    this.#body?.cancel();
  }

  async #run(simulator: Simulator, call: PuterCall): Promise<PuterAnswer> {
    const { signal } = this.#abort;
    const reply = await simulator.exchange(requestOf(call), signal);
    const { body, headers } = reply;
    this.#body = body;
    if (signal.aborted) {
      body.cancel();
      throw signal.reason;
    }
    return {
      status: reply.status,
      contentType: mediaType(reply.contentType),
      header: (name) => headers[name] ?? COMMON_HEADERS[name] ?? null,
      read: () => body.pull(),
    };
  }
}

function requestOf(call: PuterCall): SimRequest {
  const [path = "", query] = call.path.split("?", 2);
  return {
    method: call.method,
    host: "api.puter.localhost",
    path,
    query: query === undefined ? undefined : new URLSearchParams(query),
    header: (name) => headerOf(call, name),
    body: call.body,
  };
}

function headerOf(call: PuterCall, name: string): string | null {
  switch (name) {
    case "authorization":
      return call.token === undefined ? null : `Bearer ${call.token}`;
    case "content-type":
      return call.body === undefined ? null : "application/json";
    case "if-none-match":
      return call.etag ?? null;
    default:
      return null;
  }
}
