import { type ApiSend, faultOf } from "./ask_model.ts";
import { Exchange } from "./exchange.ts";
import type { AnswerFault } from "./turns.ts";

/** What a call for media came to. */
export type MediaResult =
  | { ok: true; res: Response; exchange: Exchange; durationMs: number }
  | { ok: false; fault: AnswerFault | null; exchange: Exchange };

/**
 * Posts JSON and waits for the head of the answer; never throws. A call that
 * was stopped has no fault.
 */
export async function callMedia(
  path: string,
  body: Record<string, unknown>,
  { send, signal }: { send: ApiSend; signal: AbortSignal },
): Promise<MediaResult> {
  const exchange = new Exchange(path, body);
  const start = performance.now();
  try {
    const res = await send(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      signal,
    });
    exchange.answered(res);
    if (res.ok) {
      return { ok: true, res, exchange, durationMs: performance.now() - start };
    }
    const text = await res.text();
    exchange.event(text);
    return { ok: false, fault: faultOf(res.status, text), exchange };
  } catch {
    return { ok: false, fault: unreachable(signal), exchange };
  }
}

/** Nothing is wrong with what was stopped on purpose. */
export function unreachable(signal: AbortSignal): AnswerFault | null {
  return signal.aborted
    ? null
    : { message: "", code: "unreachable", status: 0 };
}

/** The fields that say something; numbers are numbers again. */
export function fieldsThatSay(
  fields: Record<string, string | number | boolean>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== ""),
  );
}
