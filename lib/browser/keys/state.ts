import type { KeyDetail } from "../api_types.ts";

/** How a key stands; `grace` while the secret before a rotation works too. */
export type KeyState = "active" | "expired" | "spent" | "grace";

/** The state that matters most of those a key is in. */
export function stateOf(key: KeyDetail, now: number): KeyState {
  if (key.expiresAt !== null && key.expiresAt <= now) return "expired";
  const { dayMicroCents, monthMicroCents } = key.usage;
  const isSpent = isOver(dayMicroCents, key.dailyMicroCents) ||
    isOver(monthMicroCents, key.monthlyMicroCents);
  if (isSpent) return "spent";
  const isInGrace = key.previousUntil !== null && key.previousUntil > now;
  return isInGrace ? "grace" : "active";
}

function isOver(spent: number, budget: number | null): boolean {
  return budget !== null && spent >= budget;
}
