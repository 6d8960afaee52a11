import { type AccountState, isUsable, READY } from "./account_state.ts";
import { CallWindow } from "./call_window.ts";
import { PUTER_LIMITS, type Tier } from "./limits.ts";

/** Ms for which an account is not asked again for what its plan lacks. */
const PLAN_MARK_MS = 60 * 60 * 1000;

/** Ms after which a place held by an unseen call is tried again anyway. */
const FULL_MS = 1000;

/** What the pool needs to know of an account. */
export interface AccountProfile {
  id: string;
  username: string;
  tier: Tier;
  /** The unsealed token; lives in memory only. */
  token: string;
  state?: AccountState;
}

/** One account inside the pool. */
export class PoolAccount {
  profile: AccountProfile;
  state: AccountState;
  #windows = new Map<string, CallWindow>();
  #planMarks = new Map<string, number>();
  #fullUntil = 0;

  constructor(profile: AccountProfile) {
    this.profile = profile;
    this.state = profile.state ?? READY;
  }

  /** The call window of `interface:method`. */
  window(route: string): CallWindow {
    let window = this.#windows.get(route);
    if (window === undefined) {
      window = new CallWindow(PUTER_LIMITS[this.profile.tier]);
      this.#windows.set(route, window);
    }
    return window;
  }

  /** Calls running now, over all interfaces. */
  get inFlight(): number {
    let sum = 0;
    for (const window of this.#windows.values()) sum += window.inFlight;
    return sum;
  }

  /** True when nothing but its own load keeps the account from this call. */
  isEligible(now: number, scopes: readonly string[]): boolean {
    if (this.state.status !== "ready" && !isUsable(this.state, now)) {
      return false;
    }
    if (this.#planMarks.size === 0) return true;
    return scopes.every((scope) => (this.#planMarks.get(scope) ?? 0) <= now);
  }

  hasRoom(route: string, now: number): boolean {
    return this.#fullUntil <= now && this.window(route).hasRoom(now);
  }

  /** When a call on `route` may begin by rate alone, in ms. */
  opensAt(route: string): number {
    return Math.max(this.#fullUntil, this.window(route).opensAt);
  }

  /** Remembers that the account's plan lacks a model or an interface. */
  markPlan(scope: string, now: number): void {
    this.#planMarks.set(scope, now + PLAN_MARK_MS);
  }

  /** Takes no new call until one of its own ends, or shortly after. */
  markFull(now: number): void {
    this.#fullUntil = now + FULL_MS;
  }

  clearFull(): void {
    this.#fullUntil = 0;
  }
}
