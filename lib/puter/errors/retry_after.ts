import type { FailureContext } from "./failure.ts";
import type { PuterAnswer } from "../transport.ts";

/** A longer wait than this is more likely a mistake, in ms. */
const MAX_MS = 24 * 60 * 60 * 1000;

/** Larger numbers are points in time, not spans of seconds. */
const MIN_EPOCH_SECONDS = 1_000_000_000;

/** Headers that tell in seconds when to come back, the plainest first. */
const HEADERS = ["retry-after", "ratelimit-reset", "x-ratelimit-reset"];

/** What an answer that failed is judged with. */
export function failureContext(
  answer: PuterAnswer,
  model: string,
): FailureContext {
  const retryAfterMs = readRetryAfter(answer, Date.now());
  return retryAfterMs === undefined ? { model } : { model, retryAfterMs };
}

/** How long the head of an answer says to wait, in ms; Puter seldom does. */
export function readRetryAfter(
  answer: Pick<PuterAnswer, "header">,
  now: number,
): number | undefined {
  for (const name of HEADERS) {
    const ms = readSpan(answer.header(name), now);
    if (ms !== undefined && ms > 0) return Math.min(ms, MAX_MS);
  }
  return undefined;
}

function readSpan(value: string | null, now: number): number | undefined {
  if (value === null || value === "") return undefined;
  const seconds = Number(value);
  if (Number.isNaN(seconds)) {
    const at = Date.parse(value);
    return Number.isNaN(at) ? undefined : at - now;
  }
  return seconds >= MIN_EPOCH_SECONDS
    ? seconds * 1000 - now
    : Math.ceil(seconds * 1000);
}
