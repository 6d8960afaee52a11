import { nextMonth } from "./account_state.ts";

/** What Puter said of an account's credit, and how fast it goes. */
export interface CreditReading {
  /** When it was asked for, Unix ms. */
  at: number;
  /** Rest of the allowance and of bought credit. */
  remaining: number;
  /** The month's allowance. */
  allowance: number;
  /** The part of `remaining` that was bought and stays next month. */
  bought: number;
  /** `credits` have no known scale: only ratios mean anything then. */
  unit: "micro_cents" | "credits";
  /** Spending per hour, lately; null before there are two readings. */
  burnPerHour: number | null;
}

/** What is shown of an account's credit. */
export interface CreditView extends CreditReading {
  /** Spent through this instance since the reading, in micro-cents. */
  spentSince: number;
  /** When it runs dry at this pace, Unix ms; null when not this month. */
  runsDryAt: number | null;
  /** Credit that no call may touch, in micro-cents. */
  reserve: number;
}

const HOUR_MS = 60 * 60 * 1000;

/** Spending this long ago counts half, in ms. */
const HALF_LIFE_MS = 6 * HOUR_MS;

/** Readings closer than this say nothing about pace, in ms. */
const MIN_SPAN_MS = 60_000;

/** Less than this share of the allowance is nothing: no call would fit. */
const NOTHING_SHARE = 0.001;

/** The reading that follows `last`, with the pace the two of them show. */
export function nextReading(
  last: CreditReading | undefined,
  now: Omit<CreditReading, "burnPerHour">,
): CreditReading {
  return { ...now, burnPerHour: paceOf(last, now) };
}

/** True when no call would fit into what is left. */
export function isSpent(
  reading: Pick<CreditReading, "remaining" | "allowance">,
): boolean {
  return reading.remaining <= reading.allowance * NOTHING_SHARE;
}

/** When the credit of an account is used up at its present pace. */
export function runsDryAt(
  reading: CreditReading,
  { spentSince, now }: { spentSince: number; now: number },
): number | null {
  const { burnPerHour, remaining, at } = reading;
  if (burnPerHour === null || burnPerHour <= 0) return null;
  const left = remaining - spentSince;
  const end = (spentSince > 0 ? now : at) + left / burnPerHour * HOUR_MS;
  return end < nextMonth(at) ? Math.max(now, Math.round(end)) : null;
}

/** A month's end refills the allowance, so that its spending is unknown. */
function paceOf(
  last: CreditReading | undefined,
  now: Omit<CreditReading, "burnPerHour">,
): number | null {
  if (last === undefined || last.unit !== now.unit) return null;
  const span = now.at - last.at;
  const spent = last.remaining - now.remaining;
  if (span < MIN_SPAN_MS || nextMonth(last.at) <= now.at || spent < 0) {
    return last.burnPerHour;
  }
  const pace = spent / span * HOUR_MS;
  if (last.burnPerHour === null) return pace;
  const weight = 0.5 ** (span / HALF_LIFE_MS);
  return last.burnPerHour * weight + pace * (1 - weight);
}
