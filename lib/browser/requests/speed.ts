/** What the speed of an answer is made from. */
export interface Timed {
  completionTokens?: number;
  ttftMs?: number;
  durationMs: number;
  stream: boolean;
}

/** Tokens per second: of a stream after its first one, else of the whole. */
export function speedOf(record: Timed): number | null {
  const { completionTokens = 0, ttftMs, durationMs, stream } = record;
  const ms = stream && ttftMs !== undefined ? durationMs - ttftMs : durationMs;
  return completionTokens > 0 && ms > 0 ? completionTokens / ms * 1000 : null;
}
