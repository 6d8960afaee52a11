import { assert, assertEquals, assertThrows } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import type { Tier } from "../../lib/pool/limits.ts";
import { type Lease, type Pool, PoolRefusal } from "../../lib/pool/pool.ts";
import type { Strategy } from "../../lib/store/settings/record.ts";
import {
  answered,
  failure,
  NOW,
  poolOf,
  profilesOf,
  reading,
  REQUEST,
  ROUTE,
  take,
} from "./pool_helpers.ts";

const PAID: Tier[] = ["paid", "paid", "paid"];

/** Which accounts so many calls go to, by their numbers. */
function chosen(pool: Pool, count: number, keep = false): string {
  let numbers = "";
  for (let i = 0; i < count; i++) {
    const lease = take(pool);
    numbers += lease.accountId.replace("account-", "");
    if (!keep) lease.release();
  }
  return numbers;
}

function poolWith(strategy: Strategy, tiers = PAID) {
  return poolOf(tiers, { strategy });
}

describe("strategies", () => {
  it("least_in_flight spreads calls that run", () => {
    const { pool } = poolWith("least_in_flight");
    assertEquals(chosen(pool, 6, true), "012012");
  });

  it("round_robin takes turns, whoever is busy", () => {
    const { pool } = poolWith("round_robin");
    const busy = take(pool);
    assertEquals(chosen(pool, 5), "12012");
    busy.release();
  });

  it("fill_first fills one account before the next", () => {
    const { pool } = poolWith("fill_first", ["temporary", "free"]);
    assertEquals(chosen(pool, 5, true), "00111");
  });

  it("weighted gives each its share, evenly spread", () => {
    const { pool } = poolWith("weighted");
    const profiles = profilesOf(PAID);
    const weights = [5, 1, 2];
    pool.setAccounts(
      profiles.map((profile, i) => ({ ...profile, weight: weights[i] ?? 1 })),
    );
    const numbers = chosen(pool, 80);
    const counts = ["0", "1", "2"].map((n) => numbers.split(n).length - 1);
    assertEquals(counts, [50, 10, 20]);
    assert(!numbers.includes("0000"), numbers);
  });

  it("most_credit takes the account with most left, spending included", () => {
    const { pool } = poolWith("most_credit");
    pool.readCredit("account-0", reading(20_000_000));
    pool.readCredit("account-1", reading(40_000_000));
    pool.readCredit("account-2", reading(30_000_000));
    assertEquals(chosen(pool, 3), "111");
    pool.spend("account-1", 15_000_000);
    assertEquals(chosen(pool, 3), "222");
  });

  it("spend_first_what_expires_first saves what was bought", () => {
    const { pool } = poolWith("spend_first_what_expires_first");
    const bought = { bought: 40_000_000 };
    pool.readCredit("account-0", reading(40_000_000, bought));
    pool.readCredit("account-1", reading(20_000_000));
    pool.readCredit("account-2", reading(30_000_000));
    assertEquals(chosen(pool, 2), "22");
    const profiles = profilesOf(PAID);
    const tokenExpiresAt = NOW + 60_000;
    pool.setAccounts(
      profiles.map((profile, i) =>
        i === 1 ? { ...profile, tokenExpiresAt } : profile
      ),
    );
    assertEquals(chosen(pool, 2), "11");
  });

  it("never prefer an account that cannot serve", () => {
    const strategies: Strategy[] = [
      "least_in_flight",
      "round_robin",
      "weighted",
      "fill_first",
      "most_credit",
      "spend_first_what_expires_first",
    ];
    for (const strategy of strategies) {
      const { pool } = poolWith(strategy);
      const lease = take(pool);
      lease.blame(failure({ type: "cool", ms: 60_000 }));
      lease.release();
      const numbers = new Set(chosen(pool, 12));
      assert(!numbers.has(lease.accountId.replace("account-", "")));
      pool.close();
    }
  });

  it("can be changed at any time", () => {
    const { pool } = poolWith("fill_first");
    assertEquals(chosen(pool, 2), "00");
    pool.configure({ strategy: "round_robin" });
    assertEquals(new Set(chosen(pool, 3)).size, 3);
  });
});

describe("conversation affinity", () => {
  const request = { ...REQUEST, affinity: "talk" };

  it("keeps a conversation on its account", () => {
    const { pool } = poolOf(PAID, { affinity: true });
    const first = take(pool, request);
    assertEquals(first.choice.rule, "least_in_flight");
    for (let i = 0; i < 3; i++) {
      const next = take(pool, request);
      assertEquals(next.accountId, first.accountId);
      assertEquals(next.choice.rule, "affinity");
    }
    const other = take(pool, { ...REQUEST, affinity: "other" });
    assert(other.accountId !== first.accountId);
  });

  it("is weaker than health and room, and moves with the conversation", () => {
    const { pool, clock } = poolOf(["temporary", "free"], { affinity: true });
    const first = take(pool, request);
    const full = [first, take(pool, request)];
    const next = take(pool, request);
    assert(next.accountId !== first.accountId);
    for (const lease of [...full, next]) lease.release();
    assertEquals(take(pool, request).accountId, next.accountId);
    next.blame(failure({ type: "cool", ms: 60_000 }));
    assertEquals(take(pool, request).accountId, first.accountId);
    clock.advance(60_000);
    assertEquals(take(pool, request).accountId, first.accountId);
  });

  it("does nothing while it is off", () => {
    const { pool } = poolOf(PAID, { strategy: "round_robin" });
    const ids = [1, 2, 3].map(() => take(pool, request).accountId);
    assertEquals(new Set(ids).size, 3);
  });
});

describe("the record of a choice", () => {
  it("names the rule, and why others were passed over", () => {
    const { pool, clock } = poolOf([
      "free",
      "free",
      "free",
      "free",
      "temporary",
      "free",
    ]);
    const leases = new Map<string, Lease>();
    for (let i = 0; i < 6; i++) {
      const lease = take(pool);
      leases.set(lease.accountId, lease);
    }
    const blame = (index: number, what: Parameters<Lease["blame"]>[0]) =>
      leases.get(`account-${index}`)?.blame(what);
    blame(0, answered(403, "forbidden", "Account suspended"));
    blame(1, failure({ type: "cool", ms: 60_000 }));
    blame(2, answered(403, "permission_denied"));
    take(pool, { ...REQUEST, exclude: new Set(["account-3", "account-5"]) });
    const exclude = new Set(["account-3"]);
    const lease = take(pool, { ...REQUEST, exclude });
    assertEquals(lease.choice, {
      candidates: 6,
      skipped: { disabled: 1, cooling: 1, plan: 1, tried: 1, at_once: 1 },
      queuedMs: 0,
      rule: "only_candidate",
      accountId: "account-5",
      named: lease.choice.named ?? [],
    });
    const named = [...lease.choice.named ?? []].sort();
    assertEquals(named, [
      ["account-0", "disabled"],
      ["account-1", "cooling", clock.now + 60_000],
      ["account-2", "plan", clock.now + 3_600_000],
      ["account-3", "tried"],
      ["account-4", "at_once"],
    ]);
  });

  it("says nothing of accounts when none was passed over", () => {
    const { pool } = poolOf(PAID);
    assertEquals(take(pool).choice, {
      candidates: 3,
      skipped: {},
      queuedMs: 0,
      rule: "least_in_flight",
      accountId: "account-0",
    });
  });

  it("names six accounts at most, and counts the others", () => {
    const tiers: Tier[] = Array.from({ length: 20 }, () => "free");
    const { pool } = poolOf(tiers);
    const exclude = new Set(tiers.map((_, index) => `account-${index}`));
    const error = assertThrows(
      () => take(pool, { ...REQUEST, exclude }),
      PoolRefusal,
    );
    assertEquals(error.choice.skipped, { tried: 20 });
    assertEquals(error.choice.named?.length, 6);
    assertEquals(error.choice.rule, "none");
    assertEquals(error.choice.accountId, undefined);
  });

  it("tells a call that was refused when the window opens", () => {
    const { pool, clock } = poolOf(["temporary"]);
    for (let i = 0; i < 20; i++) take(pool).release();
    clock.advance(1000);
    const error = assertThrows(() => take(pool), PoolRefusal);
    assertEquals(error.choice, {
      candidates: 1,
      skipped: { per_window: 1 },
      named: [["account-0", "per_window", clock.now + 9000]],
      queuedMs: 0,
      rule: "none",
    });
  });

  it("tells how long a call has waited", async () => {
    const { pool, clock } = poolOf(["temporary"], { maxQueueMs: 5000 });
    const held = [take(pool), take(pool)];
    const waiting = Promise.resolve(pool.acquire(REQUEST));
    clock.advance(1500);
    held[0]?.release();
    const { choice } = await waiting;
    assertEquals(choice.queuedMs, 1500);
    assertEquals(choice.rule, "only_candidate");
  });
});

describe("a reserve", () => {
  it("is not touched: of the pool, or of the account alone", () => {
    const { pool, clock } = poolOf(["free", "free"], {
      reserveMicroCents: 1_000_000,
    });
    pool.readCredit("account-0", reading(900_000));
    pool.readCredit("account-1", reading(1_100_000));
    assertEquals(chosen(pool, 3), "111");
    const lease = take(pool);
    assertEquals(lease.choice.accountId, "account-1");
    pool.spend("account-1", 200_000);
    const error = assertThrows(() => take(pool), PoolRefusal);
    assertEquals([error.status, error.code], [429, "insufficient_quota"]);
    assertEquals(error.choice.skipped, { reserve: 2 });
    const [first = { id: "" }, second] = profilesOf(["free", "free"]);
    assert(second !== undefined && "tier" in first);
    pool.setAccounts([{ ...first, reserveMicroCents: 100 }, second]);
    assertEquals(chosen(pool, 2), "00");
    pool.setAccounts([first, second]);
    assertThrows(() => take(pool), PoolRefusal);
    clock.advance(Date.UTC(2026, 11, 1) - clock.now);
    assertEquals(chosen(pool, 1).length, 1);
  });

  it("means nothing where credit has no scale", () => {
    const { pool } = poolOf(["free"], { reserveMicroCents: 1_000_000 });
    pool.readCredit(
      "account-0",
      reading(5, { unit: "credits", allowance: 10 }),
    );
    assertEquals(
      take(pool, { ...REQUEST, route: ROUTE }).accountId,
      "account-0",
    );
  });
});
