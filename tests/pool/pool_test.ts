import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { ApiError } from "../../lib/http/errors.ts";
import { PUTER_LIMITS, type Tier, WINDOW_MS } from "../../lib/pool/limits.ts";
import { type Lease, Pool } from "../../lib/pool/pool.ts";
import {
  answered,
  failure,
  poolOf,
  reading,
  REQUEST,
  take,
} from "./pool_helpers.ts";

describe("Pool.acquire()", () => {
  it("chooses the account with the fewest calls running", () => {
    const { pool } = poolOf(["free", "free"]);
    const first = take(pool);
    const second = take(pool);
    assert(first.accountId !== second.accountId);
    first.release();
    assertEquals(take(pool).accountId, first.accountId);
  });

  it("never exceeds Puter's limits, whatever happens", () => {
    const step = fc.oneof(
      fc.constant({ type: "take" as const }),
      fc.nat(20).map((index) => ({ type: "release" as const, index })),
      fc.integer({ min: 1, max: 4000 }).map((ms) => ({
        type: "wait" as const,
        ms,
      })),
    );
    fc.assert(fc.property(
      fc.array(fc.constantFrom<Tier>("free", "temporary"), {
        minLength: 1,
        maxLength: 3,
      }),
      fc.array(step, { maxLength: 200 }),
      (tiers, steps) => {
        const { pool, clock } = poolOf(tiers);
        const held: Lease[] = [];
        const begun = new Map<string, number[]>();
        for (const step of steps) {
          if (step.type === "wait") clock.now += step.ms;
          else if (step.type === "release") {
            const [lease] = held.splice(step.index % (held.length || 1), 1);
            lease?.release();
            lease?.release();
          } else {
            try {
              const lease = take(pool);
              held.push(lease);
              const starts = begun.get(lease.accountId) ?? [];
              begun.set(lease.accountId, [...starts, clock.now]);
            } catch (error) {
              assert(error instanceof ApiError && error.status === 429);
            }
          }
          for (const [index, tier] of tiers.entries()) {
            const id = `account-${index}`;
            const limits = PUTER_LIMITS[tier];
            const running = held.filter((lease) => lease.accountId === id);
            assert(running.length <= limits.atOnce);
            const recent = (begun.get(id) ?? []).filter((at) =>
              at > clock.now - WINDOW_MS
            );
            assert(recent.length <= limits.perWindow);
            assertEquals(pool.view()[index]?.inFlight, running.length);
          }
        }
      },
    ));
  });

  it("answers 429 with a true retry-after when the window is full", () => {
    const { pool, clock } = poolOf(["temporary"]);
    for (let i = 0; i < 20; i++) take(pool).release();
    clock.now += 4000;
    const error = assertThrows(() => take(pool), ApiError);
    assertEquals(error.status, 429);
    assertEquals(error.code, "rate_limit_exceeded");
    assertEquals(error.retryAfter, 6);
    clock.now += 6000;
    take(pool);
  });

  it("serves waiting calls in order when places come free", async () => {
    const { pool } = poolOf(["temporary"], { maxQueueMs: 60_000 });
    const first = take(pool);
    take(pool);
    const order: number[] = [];
    const third = Promise.resolve(pool.acquire(REQUEST)).then((lease) => {
      order.push(3);
      return lease;
    });
    const fourth = Promise.resolve(pool.acquire(REQUEST)).then(() =>
      order.push(4)
    );
    first.release();
    (await third).release();
    await fourth;
    assertEquals(order, [3, 4]);
  });

  it("gives up a wait that lasts too long with 429", async () => {
    const pool = new Pool({ maxQueueMs: 5 });
    pool.setAccounts([
      { id: "a", username: "a", tier: "temporary", token: "t" },
    ]);
    take(pool);
    take(pool);
    const error = await assertRejects(
      () => Promise.resolve(pool.acquire(REQUEST)),
      ApiError,
    );
    assertEquals(error.status, 429);
  });

  it("says how to connect an account when there is none", () => {
    const { pool } = poolOf([]);
    const error = assertThrows(() => pool.acquire(REQUEST), ApiError);
    assertEquals(error.status, 503);
    assertEquals(error.code, "no_account_connected");
  });

  it("leaves out the accounts a request has tried", () => {
    const { pool } = poolOf(["free", "free"]);
    const exclude = new Set(["account-0"]);
    for (let i = 0; i < 3; i++) {
      const lease = take(pool, { ...REQUEST, exclude });
      assertEquals(lease.accountId, "account-1");
    }
  });
});

describe("Lease.blame()", () => {
  it("does nothing for a failure that is not the account's", () => {
    const { pool } = poolOf(["free"]);
    const lease = take(pool);
    lease.blame(failure({ type: "none" }));
    lease.release();
    assertEquals(pool.view()[0]?.state, { status: "ready" });
  });

  it("disables an account until its owner acts, and tells it once", () => {
    const told: string[] = [];
    const { pool, clock } = poolOf(["free"], {
      onHealth: (id) => told.push(id),
    });
    take(pool).blame(failure({ type: "disable", reason: "session_revoked" }));
    assertEquals(pool.view()[0]?.state, {
      status: "disabled",
      since: clock.now,
      code: "session_revoked",
      provenance: "told",
    });
    assertEquals(told, ["account-0"]);
    const error = assertThrows(() => take(pool), ApiError);
    assertEquals([error.status, error.shouldRetry], [503, false]);
  });

  it("cools an account for a time and uses it again by itself", () => {
    const { pool, clock } = poolOf(["free"]);
    const lease = take(pool);
    lease.blame(failure({ type: "cool", ms: 5000 }));
    lease.release();
    const error = assertThrows(() => take(pool), ApiError);
    assertEquals([error.status, error.retryAfter], [429, 5]);
    clock.now += 5000;
    take(pool);
  });

  it("keeps to Puter's published window after a refusal for rate", () => {
    const { pool, clock } = poolOf(["free", "free"]);
    const leases = [take(pool), take(pool)];
    const tooMany = answered(429, "too_many_requests", "Too many requests.");
    // Several accounts at once: another gateway may be using all of them.
    for (const lease of leases) {
      lease.blame(tooMany);
      lease.release();
    }
    assertEquals(pool.incidents(), []);
    const error = assertThrows(() => take(pool), ApiError);
    assertEquals([error.status, error.retryAfter], [429, 10]);
    clock.advance(10_000);
    const lease = take(pool);
    lease.blame(tooMany);
    const { state } = pool.viewOne(lease.accountId) ?? {};
    assert(state?.status === "cooling");
    assertEquals([state.provenance, state.until - clock.now], ["told", 10_000]);
  });

  it("remembers what a plan lacks for that model only", () => {
    const { pool } = poolOf(["free"]);
    const lease = take(pool);
    lease.blame(failure({ type: "mark_plan", scope: "model" }));
    lease.release();
    assertEquals(assertThrows(() => take(pool), ApiError).status, 403);
    take(pool, { ...REQUEST, model: "other" });
  });

  it("takes used credit for its own running calls' while some run", () => {
    let asked = 0;
    const { pool } = poolOf(["free"], {
      readCredit: () => {
        asked++;
        return Promise.resolve(reading(0));
      },
    });
    const running = take(pool);
    const second = take(pool);
    second.blame(failure({ type: "check_credit" }));
    second.release();
    assertEquals(asked, 0);
    assertEquals(assertThrows(() => take(pool), ApiError).status, 429);
    running.release();
    take(pool);
  });

  it("asks what is left when nothing else runs, and rests till next month", async () => {
    const { pool, clock } = poolOf(["free"], {
      readCredit: () => Promise.resolve(reading(10)),
    });
    const lease = take(pool);
    lease.blame(failure({ type: "check_credit" }));
    lease.release();
    await Promise.resolve();
    await Promise.resolve();
    const error = assertThrows(() => take(pool), ApiError);
    assertEquals([error.status, error.code], [429, "insufficient_quota"]);
    clock.now = Date.UTC(2026, 11, 1);
    take(pool);
  });

  it("does not believe a suspicion that cannot be checked", async () => {
    const { pool } = poolOf(["free"], {
      readCredit: () => Promise.reject(new Error("Puter is away")),
    });
    const lease = take(pool);
    lease.blame(failure({ type: "check_credit" }));
    lease.release();
    await Promise.resolve();
    await Promise.resolve();
    take(pool);
  });
});

describe("Pool.setAccounts()", () => {
  it("does not forget what is known when it learns of nothing new", () => {
    const { pool, clock } = poolOf(["free"]);
    take(pool).blame(failure({ type: "cool", ms: 60_000 }));
    const profile = {
      id: "account-0",
      username: "u",
      tier: "free" as const,
      token: "t",
    };
    pool.setAccounts([profile]);
    assertEquals(pool.view()[0]?.state.status, "cooling");
    pool.setAccounts([{ ...profile, renewedAt: clock.now + 1 }]);
    assertEquals(pool.view()[0]?.state.status, "ready");
  });

  it("keeps running calls of accounts that stay", () => {
    const { pool } = poolOf(["free"]);
    const lease = take(pool);
    pool.setAccounts([
      { id: "account-0", username: "new", tier: "free", token: "other" },
    ]);
    assertEquals(pool.view()[0]?.inFlight, 1);
    lease.release();
    assertEquals(pool.view()[0]?.inFlight, 0);
    assertEquals(take(pool).token, "other");
  });
});
