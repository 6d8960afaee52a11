import { serverEvents } from "./server_events.ts";

/** Why a request gave no answer, for the visitor. */
export type ChatFault =
  | { kind: "unreachable" }
  | { kind: "broken" }
  | { kind: "refused"; status: number; message: string };

/** Thrown by the functions of this module; never holds the key. */
export class ChatError extends Error {
  constructor(readonly fault: ChatFault) {
    super(fault.kind);
    this.name = "ChatError";
  }
}

/** A question to the gateway. */
export interface ChatQuestion {
  key: string;
  model: string;
  message: string;
  signal: AbortSignal;
}

/** A piece of an answer, or how it ended. */
export type ChatPiece =
  | { type: "text"; text: string }
  | { type: "end"; reason: string };

interface ChatChunk {
  choices?: { delta?: { content?: string }; finish_reason?: string }[];
  error?: { message?: string };
}

/**
 * The ids of the models that a key may use.
 *
 * @throws {ChatError}
 */
export async function listModels(
  key: string,
  signal: AbortSignal,
): Promise<string[]> {
  const res = await request("/v1/models", key, { signal });
  const { data }: { data: { id: string }[] } = await res.json();
  return data.map(({ id }) => id);
}

/**
 * Asks one question and yields the answer as it comes.
 *
 * @throws {ChatError} also when the answer ends without saying that it ended
 */
export async function* askModel(
  { key, message, model, signal }: ChatQuestion,
): AsyncGenerator<ChatPiece> {
  const messages = [{ role: "user", content: message }];
  const res = await request("/v1/chat/completions", key, {
    method: "POST",
    body: JSON.stringify({ model, messages, stream: true }),
    signal,
  });
  if (res.body === null) throw new ChatError({ kind: "broken" });
  let reason: string | undefined;
  for await (const data of serverEvents(res.body)) {
    if (data === "[DONE]") break;
    const chunk: ChatChunk = JSON.parse(data);
    if (chunk.error) throw refusal(res.status, chunk.error.message);
    const choice = chunk.choices?.[0];
    if (choice?.delta?.content) {
      yield { type: "text", text: choice.delta.content };
    }
    reason = choice?.finish_reason ?? reason;
  }
  if (reason === undefined) throw new ChatError({ kind: "broken" });
  yield { type: "end", reason };
}

async function request(
  path: string,
  key: string,
  init: RequestInit,
): Promise<Response> {
  const headers = {
    authorization: `Bearer ${key}`,
    "content-type": "application/json",
  };
  const res = await reach(path, { ...init, headers });
  if (res.ok) return res;
  const body: ChatChunk = await res.json().catch(() => ({}));
  throw refusal(res.status, body.error?.message);
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (thrown) {
    if (init.signal?.aborted) throw thrown;
    throw new ChatError({ kind: "unreachable" });
  }
}

function refusal(status: number, message = ""): ChatError {
  return new ChatError({ kind: "refused", status, message });
}
