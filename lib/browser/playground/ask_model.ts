import { serverEvents } from "../server_events.ts";
import {
  addChunk,
  endAnswer,
  failAnswer,
  hasContent,
} from "./answer_chunks.ts";
import type { ChatBody } from "./chat_request.ts";
import type { Exchange } from "./exchange.ts";
import type { AnswerFault, AnswerTurn } from "./turns.ts";

/** How requests to the API are made: with a session, or with a key. */
export type ApiSend = (path: string, init: RequestInit) => Promise<Response>;

/** What a question to a model needs. */
export interface AskOptions {
  send: ApiSend;
  body: ChatBody;
  signal: AbortSignal;
  /** Where what goes over the wire is noted. */
  exchange: Exchange;
  /** Told of the answer whenever more of it has come. */
  onMore: (answer: AnswerTurn) => void;
  /** Ms, for what it takes; the browser's clock when absent. */
  now?: () => number;
}

/**
 * Asks a model and gives the answer when it has ended, however it did: stopped
 * by the signal, failed, or complete. Never throws.
 */
export async function askModel(
  empty: AnswerTurn,
  options: AskOptions,
): Promise<AnswerTurn> {
  const { signal, now = () => performance.now() } = options;
  const start = now();
  let answer = empty;
  let firstTokenMs: number | undefined;
  try {
    for await (const next of answers(empty, options)) {
      answer = next;
      if (hasContent(next)) firstTokenMs ??= now() - start;
      options.onMore(answer);
    }
    answer = endAnswer(answer);
  } catch {
    answer = signal.aborted
      ? { ...answer, state: "stopped" }
      : failAnswer(answer, { message: "", code: "unreachable", status: 0 });
  }
  const durationMs = now() - start;
  const times = firstTokenMs === undefined
    ? { durationMs }
    : { durationMs, firstTokenMs };
  return { ...answer, figures: { ...answer.figures, ...times } };
}

async function* answers(
  empty: AnswerTurn,
  { send, body, signal, exchange }: AskOptions,
): AsyncGenerator<AnswerTurn> {
  const res = await send("/v1/chat/completions", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    signal,
  });
  exchange.answered(res);
  let answer = { ...empty, figures: figuresOf(res) };
  if (!res.ok || res.body === null) {
    const text = await res.text();
    exchange.event(text);
    yield failAnswer(answer, faultOf(res.status, text));
    return;
  }
  if (!isEventStream(res)) {
    const text = await res.text();
    exchange.event(text);
    yield addChunk(answer, text);
    return;
  }
  for await (const data of serverEvents(res.body)) {
    exchange.event(data);
    yield answer = addChunk(answer, data);
  }
}

function isEventStream(res: Response): boolean {
  return /^text\/event-stream\b/.test(res.headers.get("content-type") ?? "");
}

/** What the head of an answer tells. */
function figuresOf({ headers }: Response): AnswerTurn["figures"] {
  const named = {
    requestId: headers.get("x-request-id"),
    upstream: headers.get("x-puter2api-upstream"),
    servedModel: headers.get("x-puter2api-model"),
    account: headers.get("x-puter2api-account"),
  };
  return Object.fromEntries(
    Object.entries(named).filter(([, value]) => value !== null),
  );
}

/** The fault that an error's envelope tells; its own words are kept. */
export function faultOf(status: number, text: string): AnswerFault {
  try {
    const { error } = JSON.parse(text) as {
      error?: { message?: string; code?: string | null };
    };
    const { message = "", code = null } = error ?? {};
    return { message, code, status };
  } catch {
    return { message: "", code: null, status };
  }
}
