/** A minute in ms: the shortest period of figures. */
export const MINUTE_MS = 60_000;
/** An hour in ms. */
export const HOUR_MS = 60 * MINUTE_MS;
/** A day in ms. */
export const DAY_MS = 24 * HOUR_MS;

/** How long figures of minutes are kept at least, in ms. */
export const MINUTES_KEPT_MS = 49 * HOUR_MS;
/** How long figures of hours are kept at least, in ms. */
export const HOURS_KEPT_MS = 122 * DAY_MS;
/** How long figures of days are kept at least, in ms. */
export const DAYS_KEPT_MS = 1100 * DAY_MS;

/** A period that is summed up from shorter ones. */
export type RolledPeriod = "hour" | "day";

// Marks come before what they tell of, so that a copy made key by key while
// figures are summed up knows too little of them rather than too much.

/** All minutes before this time take no more figures. */
export const CLOSED_KEY = ["usage", "_closed"];

/** How far figures were summed up. */
export const ROLLED_KEY = ["usage", "_rolled"];

/** All minutes before this time hold one part each, or cannot. */
export const COMPACTED_KEY = ["usage", "_compacted"];

/** Prefix of all minutes: start, instance, shard follow. */
export const MINUTES_KEY = ["usage", "minute"];

/** What an instance counted in a minute; one of several parts. */
export function minuteKey(
  start: number,
  instance: string,
  shard: number,
): Deno.KvKey {
  return [...MINUTES_KEY, start, instance, shard];
}

/** What a group counted in an hour or a day; one of several parts. */
export function rolledKey(
  period: RolledPeriod,
  place: { group: string; start: number; shard: number },
): Deno.KvKey {
  return ["usage", period, place.group, place.start, place.shard];
}

/** The beginning of the period that a time lies in; UTC. */
export function startOf(time: number, lengthMs: number): number {
  return Math.floor(time / lengthMs) * lengthMs;
}
