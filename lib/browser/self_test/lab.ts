import { api } from "../api.ts";
import { type Exchange, readExchange } from "./exchange.ts";

/** A way to ask the public API. */
export type Ask = (
  path: string,
  options?: AskOptions,
) => Promise<Response>;

/** How it is asked. */
export interface AskOptions {
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** True to ask without the session. */
  isStranger?: boolean;
}

/** Where checks get answers from; each question is put once. */
export interface Lab {
  model: string;
  /** Ids of the requests that were made, for what they cost. */
  requestIds: string[];
  ask: Ask;
  models(): Promise<Exchange>;
  whole(): Promise<Exchange>;
  stream(): Promise<Exchange>;
  streamWithUsage(): Promise<Exchange>;
  longStream(): Promise<Exchange>;
  tools(): Promise<Exchange>;
  parallelTools(): Promise<Exchange>;
  fetch(path: string, options?: AskOptions): Promise<Exchange>;
  /** The status of a request's record; null where none is found. */
  recordStatus(requestId: string): Promise<number | null>;
}

const CHAT = "/v1/chat/completions";

/** Short, so that a run costs next to nothing. */
const HELLO = [{ role: "user", content: "Reply with the one word: hello" }];

/** Long enough to come in parts. */
export const COUNTING = [{
  role: "user",
  content: "Count from one to forty in words, parted by commas.",
}];

const WEATHER_TOOL = {
  type: "function",
  function: {
    name: "get_weather",
    description: "The weather of a city",
    parameters: {
      type: "object",
      properties: { city: { type: "string" } },
      required: ["city"],
    },
  },
};

/** A lab on this gateway, with the session of this browser. */
export function openLab(model: string, ask: Ask = askGateway): Lab {
  const requestIds: string[] = [];
  const known = new Map<string, Promise<Exchange>>();

  async function get(
    path: string,
    options?: AskOptions,
  ): Promise<Exchange> {
    const exchange = await readExchange(await ask(path, options));
    if (exchange.requestId !== null) requestIds.push(exchange.requestId);
    return exchange;
  }

  function once(name: string, body?: Record<string, unknown>) {
    let exchange = known.get(name);
    if (exchange === undefined) {
      exchange = body === undefined
        ? get("/v1/models")
        : get(CHAT, { body: { model, ...body } });
      known.set(name, exchange);
    }
    return exchange;
  }

  const toolStream = (content: string) => ({
    messages: [{ role: "user", content }],
    tools: [WEATHER_TOOL],
    tool_choice: "auto",
    stream: true,
  });

  return {
    model,
    requestIds,
    ask,
    fetch: get,
    models: () => once("models"),
    whole: () => once("whole", { messages: HELLO, stream: false }),
    stream: () => once("stream", { messages: HELLO, stream: true }),
    streamWithUsage: () =>
      once("usage", {
        messages: HELLO,
        stream: true,
        stream_options: { include_usage: true },
      }),
    longStream: () => once("long", { messages: COUNTING, stream: true }),
    tools: () =>
      once("tools", toolStream("Use the tool: what is the weather in Paris?")),
    parallelTools: () =>
      once(
        "parallel",
        toolStream(
          "Use the tool for both at once: the weather in Paris and in Rome?",
        ),
      ),
    async recordStatus(id) {
      const found = await api.get<{ status: number }>(`/api/requests/${id}`);
      return found.ok ? found.value.status : null;
    },
  };
}

function askGateway(path: string, options: AskOptions = {}) {
  const { body, signal, isStranger } = options;
  const headers = new Headers(options.headers);
  if (body !== undefined) headers.set("content-type", "application/json");
  return fetch(path, {
    method: body === undefined ? "GET" : "POST",
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
    signal,
    credentials: isStranger ? "omit" : "same-origin",
  });
}
