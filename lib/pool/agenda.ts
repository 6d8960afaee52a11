import { nextMonth } from "./account_state.ts";
import type { AccountView } from "./lease.ts";

/** What an account should be asked about. */
export type Task =
  /** Whether its rest or its disabling may end; `of` is when that began. */
  | { type: "probe"; of: number }
  /** What it has left. */
  | { type: "credit" };

/** What was done about an account by any instance. Times are Unix ms. */
export interface Deeds {
  /** When its credit was asked for. */
  askedAt?: number;
  /** Probes of the state that began at `of`. */
  probe?: { of: number; at: number; count: number };
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** Shorter rests end before a probe would be worth its call, in ms. */
const MIN_PROBED_MS = 30 * SECOND_MS;

/** A rest is probed this long before its end, or in its last tenth, in ms. */
const LEAD_MS = 5 * SECOND_MS;

/** First pause before a disabled account is asked about, and the longest. */
const GUESSED_PAUSES: Pauses = [15 * SECOND_MS, HOUR_MS];
const TOLD_PAUSES: Pauses = [MINUTE_MS, 6 * HOUR_MS];

type Pauses = readonly [first: number, longest: number];

/** Told states that may end without a new token. */
const MAY_HEAL: ReadonlySet<string> = new Set([
  "suspended",
  "app_blocked",
  "email_confirmation_required",
  "phone_verification_required",
  "card_verification_required",
]);

/** Credit of an account in use is asked for this often, in ms. */
export const CREDIT_MS = 15 * MINUTE_MS;

/** A question about credit that got no answer is asked again after this. */
const UNANSWERED_MS = 2 * MINUTE_MS;

/** Credit that keeps an account from being used is asked for this often. */
const NO_CREDIT_MS = 10 * MINUTE_MS;

/**
 * What is to be asked about an account at `now`. `jitter` (0 to 1) differs
 * from instance to instance, so that seldom two of them begin at once.
 */
export function taskOf(
  view: AccountView,
  deeds: Deeds,
  { now, jitter }: { now: number; jitter: number },
): Task | null {
  const { state } = view;
  switch (state.status) {
    case "paused":
      return null;
    case "cooling":
      return state.provenance === "guessed" && isEnding(state, now) &&
          deeds.probe?.of !== state.since
        ? { type: "probe", of: state.since }
        : null;
    case "disabled":
      return isAsked(state, deeds, now)
        ? { type: "probe", of: state.since }
        : null;
    case "exhausted":
      return isCreditDue(view, deeds, { now, everyMs: NO_CREDIT_MS, jitter });
    case "ready":
      return isReserved(view)
        ? isCreditDue(view, deeds, { now, everyMs: NO_CREDIT_MS, jitter })
        : wasUsedSince(view)
        ? isCreditDue(view, deeds, { now, everyMs: CREDIT_MS, jitter })
        : null;
  }
}

function isEnding(
  { since, until }: { since: number; until: number },
  now: number,
): boolean {
  const length = until - since;
  return length >= MIN_PROBED_MS &&
    now >= until - Math.max(LEAD_MS, length / 10);
}

/** Pauses between probes double, as an account may wait for days. */
function isAsked(
  state: { since: number; code: string; provenance: "told" | "guessed" },
  { probe }: Deeds,
  now: number,
): boolean {
  if (state.provenance === "told" && !MAY_HEAL.has(state.code)) return false;
  const [first, longest] = state.provenance === "told"
    ? TOLD_PAUSES
    : GUESSED_PAUSES;
  if (probe?.of !== state.since) return now >= state.since + first;
  return now >= probe.at + Math.min(first * 2 ** probe.count, longest);
}

function isReserved({ credit }: AccountView): boolean {
  return credit !== null && credit.reserve > 0 &&
    credit.remaining - credit.spentSince <= credit.reserve;
}

function wasUsedSince({ usedAt, credit }: AccountView): boolean {
  return usedAt !== null && usedAt > (credit?.at ?? -Infinity);
}

function isCreditDue(
  { credit }: AccountView,
  { askedAt = -Infinity }: Deeds,
  { now, everyMs, jitter }: { now: number; everyMs: number; jitter: number },
): Task | null {
  const readAt = credit?.at ?? -Infinity;
  const isNewMonth = credit !== null && nextMonth(credit.at) <= now;
  const spread = 0.8 + 0.4 * jitter;
  // A question that got no answer is asked again soon.
  const pause = askedAt > readAt ? UNANSWERED_MS : everyMs;
  const wait = (isNewMonth ? MINUTE_MS : pause) * spread;
  return now >= Math.max(readAt, askedAt) + wait ? { type: "credit" } : null;
}
