import type { Health, Mark, Provenance, SlotName } from "./health.ts";

/** Why an account is not used now, and until when. Times are Unix ms. */
export type AccountState =
  | { status: "ready" }
  | {
    status: "cooling";
    since: number;
    until: number;
    code: string;
    provenance: Provenance;
    /** How often in a row it came back. */
    level: number;
  }
  | { status: "exhausted"; since: number; until: number; code: string }
  | { status: "disabled"; since: number; code: string; provenance: Provenance }
  | { status: "paused"; since: number; code: string };

/** Something the account's plan lacks for a time. */
export interface PlanMark {
  /** A model, or `interface:method`. */
  scope: string;
  since: number;
  until: number;
  code: string;
}

/** The state of an account nothing is known against. */
export const READY: AccountState = { status: "ready" };

/** What an account's health means at `now` (Unix ms): the strongest mark. */
export function stateOf(health: Health, now: number): AccountState {
  const { paused, disabled, exhausted } = health;
  if (paused.mark !== null) {
    const { since, code } = paused.mark;
    return { status: "paused", since, code };
  }
  if (disabled.mark !== null) {
    const { since, code, provenance } = disabled.mark;
    return { status: "disabled", since, code, provenance };
  }
  if (exhausted.mark !== null && exhausted.mark.until > now) {
    const { since, until, code } = exhausted.mark;
    return { status: "exhausted", since, until, code };
  }
  const rest = restOf(health, now);
  return rest === null ? READY : { status: "cooling", ...rest };
}

/** When an account may be used again, and what keeps it; Unix ms. */
export interface Hindrance {
  until: number;
  status: Exclude<AccountState["status"], "ready">;
}

/** The hindrance that lasts longest; null when there is none at `now`. */
export function hindranceOf(health: Health, now: number): Hindrance | null {
  let longest: Hindrance | null = null;
  for (const [name, status] of HINDERING) {
    const mark = name === "told" ? restOf(health, now) : health[name].mark;
    if (mark === null || mark.until <= now) continue;
    if (longest !== null && longest.until >= mark.until) continue;
    longest = { until: mark.until, status };
  }
  return longest;
}

const HINDERING: readonly [SlotName, Hindrance["status"]][] = [
  ["paused", "paused"],
  ["disabled", "disabled"],
  ["exhausted", "exhausted"],
  ["told", "cooling"],
];

/**
 * The rest an account takes. What Puter tells outweighs what was guessed
 * before and while it held.
 */
function restOf({ told, guessed }: Health, now: number): Mark | null {
  if (told.mark !== null && told.mark.until > now) return told.mark;
  const guess = guessed.mark;
  if (guess === null || guess.until <= now) return null;
  if (told.mark !== null && guess.since <= told.mark.until) return null;
  return guess;
}

/** What the plan is known to lack at `now` (Unix ms). */
export function planMarksOf(health: Health, now: number): PlanMark[] {
  const marks: PlanMark[] = [];
  for (const [scope, { mark }] of Object.entries(health.plan)) {
    if (mark === null || mark.until <= now) continue;
    const { since, until, code } = mark;
    marks.push({ scope, since, until, code });
  }
  return marks;
}

/** The first ms of the next calendar month in UTC, when credit returns. */
export function nextMonth(now: number): number {
  const date = new Date(now);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}
