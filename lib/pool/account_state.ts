/** Why an account is not used now, and until when. Times are Unix ms. */
export type AccountState =
  | { status: "ready" }
  | {
    status: "cooling";
    since: number;
    until: number;
    reason: string;
    /** Said by Puter, or concluded by the gateway. */
    provenance: "told" | "guessed";
  }
  | { status: "exhausted"; since: number; until: number; reason: string }
  | { status: "disabled"; since: number; reason: string };

/** The state of an account nothing is known against. */
export const READY: AccountState = { status: "ready" };

/** True when the account may be chosen at `now` (Unix ms). */
export function isUsable(state: AccountState, now: number): boolean {
  switch (state.status) {
    case "ready":
      return true;
    case "cooling":
    case "exhausted":
      return now >= state.until;
    case "disabled":
      return false;
  }
}

/** The first ms of the next calendar month in UTC, when credit returns. */
export function nextMonth(now: number): number {
  const date = new Date(now);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}
