import type { AccountView } from "../pool/lease.ts";

/** Calls that a pool can take now, and that it can take at most. */
export interface Capacity {
  atOnce: { free: number; of: number };
  /** In 10 s. */
  perWindow: { free: number; of: number };
}

/**
 * What the accounts that are ready can carry now, by each one's busiest
 * interface: other interfaces have room of their own.
 */
export function capacityOf(accounts: readonly AccountView[]): Capacity {
  const sum: Capacity = {
    atOnce: { free: 0, of: 0 },
    perWindow: { free: 0, of: 0 },
  };
  for (const { state, limits, windows } of accounts) {
    if (state.status !== "ready") continue;
    const atOnce = Math.min(limits.atOnce, ...windows.map((one) => one.atOnce));
    const running = Math.max(0, ...windows.map((one) => one.inFlight));
    const used = Math.max(0, ...windows.map((one) => one.used));
    sum.atOnce.of += atOnce;
    sum.atOnce.free += Math.max(0, atOnce - running);
    sum.perWindow.of += limits.perWindow;
    sum.perWindow.free += Math.max(0, limits.perWindow - used);
  }
  return sum;
}
