import type { AnswerFigures } from "./turns.ts";

/** Fewer ms of streaming than these measure the network, not the model. */
const MIN_STREAM_MS = 50;

/**
 * Tokens per second while the answer streamed, which leaves out the wait for
 * the first one; null where that cannot be told.
 */
export function tokensPerSecond(
  { usage, firstTokenMs, durationMs }: AnswerFigures,
): number | null {
  if (usage === undefined || durationMs === undefined) return null;
  if (firstTokenMs === undefined || usage.completion < 2) return null;
  const streamMs = durationMs - firstTokenMs;
  if (streamMs < MIN_STREAM_MS) return null;
  return (usage.completion - 1) / streamMs * 1000;
}
