import { ApiError } from "../../http/errors.ts";
import type { CancelScope } from "../cancel_scope.ts";

/** How long a job waits for an account that has room, in ms. */
const PATIENCE_MS = 10 * 60_000;

/** Longest pause between two attempts, in ms. */
const MAX_PAUSE_MS = 60_000;

/**
 * How long a job waits before it is tried again, in ms; null when it fails. It
 * is tried again only when it was refused for the time being: then nothing was
 * made. Pauses grow, as each attempt is kept in the record of the request.
 */
export function pauseAfter(
  thrown: unknown,
  { lastMs, elapsedMs }: { lastMs: number; elapsedMs: number },
): number | null {
  if (!(thrown instanceof ApiError)) return null;
  const { status, retryAfter } = thrown;
  if (status !== 429 || retryAfter === undefined) return null;
  const wanted = Math.max(retryAfter * 1000, lastMs * 2);
  const pauseMs = Math.min(MAX_PAUSE_MS, wanted);
  return elapsedMs + pauseMs > PATIENCE_MS ? null : pauseMs;
}

/** Waits so many ms; ends early when the scope is cancelled. */
export async function pauseIn(ms: number, scope: CancelScope): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  const waiting = { cancel: resolve };
  scope.add(waiting);
  await promise;
  scope.remove(waiting);
  clearTimeout(timer);
}
