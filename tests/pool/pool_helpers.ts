import { assert } from "@std/assert";
import { ApiError } from "../../lib/http/errors.ts";
import type { CreditReading } from "../../lib/pool/credit.ts";
import type { Tier } from "../../lib/pool/limits.ts";
import {
  type Lease,
  type LeaseRequest,
  Pool,
  type PoolOptions,
} from "../../lib/pool/pool.ts";
import type { AccountProfile } from "../../lib/pool/pool_account.ts";
import {
  classifyHttp,
  type PuterFailure,
} from "../../lib/puter/errors/classify.ts";
import type { AccountAction } from "../../lib/puter/errors/failure.ts";

/** When the tests begin: in the middle of a month. */
export const NOW = Date.UTC(2026, 10, 23);

export const ROUTE = "puter-chat-completion:complete";
export const REQUEST: LeaseRequest = { route: ROUTE, model: "m" };

/** A clock that stands still unless it is moved, with its timers. */
export class TestClock {
  now = NOW;
  #timers: { at: number; run: () => void }[] = [];

  readonly delay = (run: () => void, ms: number) => {
    const timer = { at: this.now + ms, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  };

  /** Moves on; what is due meanwhile runs at its time. */
  advance(ms: number): void {
    const end = this.now + ms;
    for (;;) {
      this.#timers.sort((a, b) => a.at - b.at);
      const next = this.#timers[0];
      if (next === undefined || next.at > end) break;
      this.#timers.shift();
      this.now = Math.max(this.now, next.at);
      next.run();
    }
    this.now = end;
  }
}

/** Accounts named `account-0`, `account-1`, … of these tiers. */
export function profilesOf(tiers: readonly Tier[]): AccountProfile[] {
  return tiers.map((tier, index) => ({
    id: `account-${index}`,
    username: `user${index}`,
    tier,
    token: `token-${index}`,
  }));
}

/** A pool on a clock of its own. */
export function poolOf(
  tiers: readonly Tier[],
  options: Partial<PoolOptions> = {},
): { pool: Pool; clock: TestClock } {
  const clock = new TestClock();
  const { delay } = clock;
  const now = () => clock.now;
  const pool = new Pool({ maxQueueMs: 0, now, delay, ...options });
  pool.setAccounts(profilesOf(tiers));
  return { pool, clock };
}

/** A lease that is there at once. */
export function take(pool: Pool, request: LeaseRequest = REQUEST): Lease {
  const lease = pool.acquire(request);
  assert(!(lease instanceof Promise));
  return lease;
}

/** A failure that asks for this. */
export function failure(
  action: AccountAction,
  code = "token_refused",
): PuterFailure {
  return {
    status: 400,
    code,
    blame: "account",
    action,
    otherAccount: true,
    retry: "never",
    error: new ApiError("Test", { status: 503 }),
  };
}

/** A failure as Puter answers it. */
export function answered(
  status: number,
  code: string,
  message = "No",
): PuterFailure {
  const body = JSON.stringify({ error: message, message, code });
  return classifyHttp(status, "application/json", body, { model: "m" });
}

/** A reading of credit, in micro-cents. */
export function reading(
  remaining: number,
  more: Partial<CreditReading> = {},
): CreditReading {
  return {
    at: NOW,
    remaining,
    allowance: 50_000_000,
    bought: 0,
    unit: "micro_cents",
    burnPerHour: null,
    ...more,
  };
}

/** The states of all accounts in order. */
export function statesOf(pool: Pool): string[] {
  return pool.view().map(({ state }) => state.status);
}
