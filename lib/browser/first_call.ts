import { serverEvents } from "./server_events.ts";

/** A call with a key, as a client makes it. */
export interface FirstCall {
  key: string;
  model: string;
  message: string;
}

interface Chunk {
  choices?: { delta?: { content?: string | null } }[];
  error?: { message?: string };
}

/** Ids of the models a key may use, in the order of the list. */
export async function listModels(key: string): Promise<string[]> {
  const headers = { authorization: `Bearer ${key}` };
  const res = await fetch("/v1/models", { headers });
  const body: { data?: { id: string }[] } = await res.json();
  return (body.data ?? []).map(({ id }) => id);
}

/**
 * Yields the answer of the public API piece by piece.
 *
 * @throws {Error} with the gateway's own sentence
 */
export async function* makeFirstCall(
  { key, model, message }: FirstCall,
): AsyncGenerator<string> {
  const res = await fetch("/v1/chat/completions", {
    method: "POST",
    headers: {
      authorization: `Bearer ${key}`,
      "content-type": "application/json",
    },
    body: JSON.stringify({
      model,
      messages: [{ role: "user", content: message }],
      stream: true,
    }),
  });
  if (!res.ok || res.body === null) {
    const { error }: Chunk = await res.json().catch(() => ({}));
    throw new Error(error?.message ?? String(res.status));
  }
  for await (const data of serverEvents(res.body)) {
    if (data === "[DONE]") return;
    const { choices, error }: Chunk = JSON.parse(data);
    if (error) throw new Error(error.message ?? "");
    const text = choices?.[0]?.delta?.content;
    if (text) yield text;
  }
}
