import type { Mark } from "./health.ts";

/** Rests of up to this many ms are about rate, and grow to a minute only. */
const SHORT_MS = 10_000;

const MAX_SHORT_MS = 60_000;
const MAX_LONG_MS = 60 * 60 * 1000;

/** Ms after the end of a rest during which a new refusal counts as its return. */
const MEMORY_MS = 10 * 60 * 1000;

/** Length in ms of a rest that came back `level` times in a row. */
export function restMs(baseMs: number, level: number): number {
  const most = baseMs <= SHORT_MS ? MAX_SHORT_MS : MAX_LONG_MS;
  return Math.min(baseMs * 2 ** Math.min(level, 20), Math.max(baseMs, most));
}

/**
 * True when a refusal shows that a rest was too short. Calls that began before
 * its end fail with its cause, however many they are; only a probe is sent to
 * find out.
 */
export function isEscalation(
  last: Mark,
  refusal: { begun: number; isProbe?: boolean },
): boolean {
  if (refusal.begun <= last.since) return false;
  if (refusal.begun <= last.until) return refusal.isProbe === true;
  const lasted = last.until - last.since;
  return refusal.begun - last.until <= Math.max(MEMORY_MS, 2 * lasted);
}
