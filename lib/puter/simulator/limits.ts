import type { SimAccount } from "./account.ts";
import { SimError } from "./reply.ts";

/** Calls of one account to one method: in 10 seconds, and at once. */
const METHOD_LIMITS: Record<
  SimAccount["tier"],
  { perWindow: number; atOnce: number }
> = {
  paid: { perWindow: 200, atOnce: 20 },
  free: { perWindow: 30, atOnce: 3 },
  temporary: { perWindow: 20, atOnce: 2 },
};

const METHOD_WINDOW_MS = 10_000;
const MINUTE_MS = 60_000;

/** Frees the place of a call; a second call of it does nothing. */
export type Release = () => void;

/** Puter's limits: they belong to accounts, whatever the token. */
export class Limits {
  readonly #windows: SlidingWindows;
  readonly #running = new Map<SimAccount, Map<string, number>>();

  constructor(now: () => number) {
    this.#windows = new SlidingWindows(now);
  }

  /** @throws {SimError} 429 beyond so many calls a minute */
  perMinute(name: string, count: number): void {
    if (!this.#windows.take(name, { count, ms: MINUTE_MS })) {
      throw tooMany("Too many requests.");
    }
  }

  /**
   * Lets a call to a method begin.
   *
   * @throws {SimError} 429 when there were too many in 10 seconds, or are too
   *   many at once
   */
  enter(account: SimAccount, method: string): Release {
    const { perWindow, atOnce } = METHOD_LIMITS[account.tier];
    const name = `${account.accountId} ${method}`;
    const window = { count: perWindow, ms: METHOD_WINDOW_MS };
    if (!this.#windows.take(name, window)) throw tooMany("Too many requests.");
    const running = this.#running.get(account) ?? new Map<string, number>();
    this.#running.set(account, running);
    const before = running.get(method) ?? 0;
    if (before >= atOnce) throw tooMany("Too many concurrent requests.");
    running.set(method, before + 1);
    let released = false;
    return () => {
      if (released) return;
      released = true;
      running.set(method, (running.get(method) ?? 1) - 1);
    };
  }

  /** Calls of an account that are running, whatever the method. */
  inFlight(account: SimAccount): number {
    let sum = 0;
    for (const count of this.#running.get(account)?.values() ?? []) {
      sum += count;
    }
    return sum;
  }
}

/** Counts events in sliding windows. */
class SlidingWindows {
  readonly #now: () => number;
  readonly #times = new Map<string, number[]>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Counts one event unless the window is full; false when it is. */
  take(name: string, limit: { count: number; ms: number }): boolean {
    const now = this.#now();
    const times = this.#times.get(name) ?? [];
    this.#times.set(name, times);
    const first = times.findIndex((time) => time > now - limit.ms);
    times.splice(0, first < 0 ? times.length : first);
    if (times.length >= limit.count) return false;
    times.push(now);
    return true;
  }
}

function tooMany(message: string): SimError {
  return new SimError(message, { status: 429, code: "too_many_requests" });
}
