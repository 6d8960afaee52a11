import { nextMonth } from "../../pool/account_state.ts";
import type { AccountView } from "../../pool/lease.ts";

/** What a pool has left, and how long it lasts. */
export interface CreditWeather {
  /**
   * `clear`: to the end of the month; `rain`: it runs dry before; `storm`:
   * within a day; `dry`: nothing is left; `unknown`: nobody was asked.
   */
  sky: "clear" | "rain" | "storm" | "dry" | "unknown";
  /** Micro-cents, without what is reserved. */
  left: number;
  /** Micro-cents of this month. */
  allowance: number;
  /** Micro-cents an hour, lately; null before a pace is known. */
  burnPerHour: number | null;
  /** Unix ms; null when not this month. */
  runsDryAt: number | null;
  /** When the allowances return, Unix ms. */
  refillsAt: number;
  /** Accounts whose credit counts here, and those whose does not. */
  known: number;
  unknown: number;
}

const HOUR_MS = 60 * 60 * 1000;

/** The credit of accounts that may be used; `now` is Unix ms. */
export function creditWeather(
  accounts: readonly AccountView[],
  now: number,
): CreditWeather {
  const usable = accounts.filter(({ state }) =>
    state.status !== "disabled" && state.status !== "paused"
  );
  // Credits have no known scale and cannot be added up.
  const credits = usable.flatMap(({ credit }) =>
    credit?.unit === "micro_cents" ? [credit] : []
  );
  const sum = (of: (credit: typeof credits[number]) => number) =>
    credits.reduce((total, credit) => total + of(credit), 0);
  const left = sum(({ remaining, spentSince, reserve }) =>
    Math.max(0, remaining - spentSince - reserve)
  );
  const isPaceKnown = credits.some(({ burnPerHour }) => burnPerHour !== null);
  const burnPerHour = isPaceKnown
    ? sum((credit) => credit.burnPerHour ?? 0)
    : null;
  const refillsAt = nextMonth(now);
  const end = burnPerHour ? now + left / burnPerHour * HOUR_MS : Infinity;
  const runsDryAt = end < refillsAt ? Math.round(end) : null;
  return {
    sky: credits.length === 0 ? "unknown" : skyOf(left, runsDryAt, now),
    left,
    allowance: sum(({ allowance }) => allowance),
    burnPerHour,
    runsDryAt,
    refillsAt,
    known: credits.length,
    unknown: usable.length - credits.length,
  };
}

function skyOf(
  left: number,
  runsDryAt: number | null,
  now: number,
): CreditWeather["sky"] {
  if (left <= 0) return "dry";
  if (runsDryAt === null) return "clear";
  return runsDryAt - now < 24 * HOUR_MS ? "storm" : "rain";
}
