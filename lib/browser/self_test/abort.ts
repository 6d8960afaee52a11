import { COUNTING, type Lab } from "./lab.ts";
import type { Verdict } from "./verdict.ts";

const CLIENT_CLOSED = 499;

/** How often, and after which pauses, the record is looked for. */
const LOOKS = 12;
const PAUSE_MS = 250;

/**
 * A client that leaves frees what works for it: the record of its request says
 * that it was cancelled.
 */
export async function checkAbort(
  lab: Lab,
  pauseMs = PAUSE_MS,
): Promise<Verdict> {
  const abort = new AbortController();
  const res = await lab.ask("/v1/chat/completions", {
    body: { model: lab.model, messages: COUNTING, stream: true },
    signal: abort.signal,
  });
  const id = res.headers.get("x-request-id");
  if (!res.ok || id === null) {
    await res.body?.cancel();
    return { state: "fail", problem: "status", values: { status: res.status } };
  }
  const reader = res.body?.getReader();
  const first = new TextDecoder().decode((await reader?.read())?.value);
  abort.abort();
  lab.requestIds.push(id);
  // All of it came at once, so there was nothing left to stop.
  if (first.includes("[DONE]")) return { state: "skip", reason: "tooShort" };
  for (let look = 0; look < LOOKS; look++) {
    const status = await lab.recordStatus(id);
    if (status === CLIENT_CLOSED) return { state: "pass" };
    if (status !== null) return { state: "fail", problem: "notCancelled" };
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  return { state: "fail", problem: "notCancelled" };
}
