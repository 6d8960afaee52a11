import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import type { Caller } from "../../../lib/auth/keys.ts";
import { KeyLimits } from "../../../lib/gateway/keys/limits.ts";
import type { KeyPass } from "../../../lib/gateway/keys/pass.ts";
import { ApiError } from "../../../lib/http/errors.ts";
import type { KeyPolicy } from "../../../lib/store/key_policy.ts";
import { listLive } from "../../../lib/store/key_usage.ts";
import { memoryStore, Store } from "../../../lib/store/kv.ts";

const START = Date.UTC(2026, 10, 23, 12);
const DAY_MS = 24 * 60 * 60 * 1000;

/** So long that exchanges happen when a test says so. */
const BY_HAND_MS = 1_000_000;

function callerWith(policy: Omit<KeyPolicy, "bodies">): Caller {
  return {
    kind: "client",
    keyId: "k",
    name: "k",
    policy: { bodies: "off", ...policy },
  };
}

/** Instances that share a store and a clock, and exchange by hand. */
class Cluster implements AsyncDisposable {
  readonly store = memoryStore();
  readonly all: KeyLimits[] = [];
  at = START;

  add(): KeyLimits {
    const limits = new KeyLimits({
      store: this.store,
      now: () => this.at,
      syncMs: BY_HAND_MS,
    });
    this.all.push(limits);
    return limits;
  }

  async exchange(): Promise<void> {
    for (const limits of this.all) await limits.exchange();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const limits of this.all) await limits.close();
    await this.store.close();
  }
}

/** The pass of a call, or why it was refused. */
async function ask(
  limits: KeyLimits,
  caller: Caller,
): Promise<KeyPass | ApiError> {
  try {
    return await limits.admit(caller);
  } catch (thrown) {
    if (thrown instanceof ApiError) return thrown;
    throw thrown;
  }
}

async function outcomeOf(limits: KeyLimits, caller: Caller) {
  const answer = await ask(limits, caller);
  if (answer instanceof ApiError) return answer.code;
  answer.end({});
  return "admitted";
}

async function spend(
  limits: KeyLimits,
  caller: Caller,
  costMicroCents: number,
): Promise<void> {
  const pass = await limits.admit(caller);
  pass.end({ costMicroCents });
}

describe("KeyLimits on one instance", () => {
  it("admits what the minute has room for, and names the next moment", async () => {
    await using cluster = new Cluster();
    const limits = cluster.add();
    const caller = callerWith({ perMinute: 2 });
    assertEquals(await outcomeOf(limits, caller), "admitted");
    cluster.at += 10_000;
    assertEquals(await outcomeOf(limits, caller), "admitted");
    const refused = await ask(limits, caller);
    assert(refused instanceof ApiError);
    assertEquals([refused.status, refused.retryAfter], [429, 50]);
    cluster.at += 49_999;
    assertEquals(await outcomeOf(limits, caller), "rate_limit_exceeded");
    cluster.at += 1;
    assertEquals(await outcomeOf(limits, caller), "admitted");
    assertEquals(await outcomeOf(limits, caller), "rate_limit_exceeded");
  });

  it("tells what is left as OpenAI does", async () => {
    await using cluster = new Cluster();
    const limits = cluster.add();
    const caller = callerWith({ perMinute: 5 });
    assertEquals(limits.headers(caller).map(([, value]) => value), [
      "5",
      "5",
      "0s",
    ]);
    (await limits.admit(caller)).end({});
    assertEquals(limits.headers(caller).map(([, value]) => value), [
      "5",
      "4",
      "1m0s",
    ]);
    cluster.at += 900;
    assertEquals(limits.headers(caller)[2]?.[1], "59.1s");
    assertEquals(limits.headers(callerWith({ atOnce: 1 })), []);
  });

  it("gives a place back once", async () => {
    await using cluster = new Cluster();
    const limits = cluster.add();
    const caller = callerWith({ atOnce: 2 });
    const pass = await limits.admit(caller);
    await limits.admit(caller);
    assertThrows(() => limits.admit(caller), ApiError, "at once");
    pass.end({});
    pass.end({});
    await limits.admit(caller);
    assertThrows(() => limits.admit(caller), ApiError, "at once");
  });

  it("answers at once, but for the first call of a limited key", async () => {
    await using cluster = new Cluster();
    const limits = cluster.add();
    assert(!(limits.admit(callerWith({})) instanceof Promise));
    for (
      const caller of [
        callerWith({ perMinute: 9 }),
        callerWith({ dailyMicroCents: 5 }),
      ]
    ) {
      const first = limits.admit(caller);
      assert(first instanceof Promise);
      (await first).end({});
      assert(!(limits.admit(caller) instanceof Promise));
    }
  });

  it("lets the owner do anything", async () => {
    await using cluster = new Cluster();
    const owner: Caller = {
      kind: "owner",
      keyId: "owner",
      name: "Owner",
      policy: null,
    };
    const limits = cluster.add();
    for (let call = 0; call < 100; call++) {
      assertEquals(await outcomeOf(limits, owner), "admitted");
    }
    assertEquals(limits.headers(owner), []);
  });
});

describe("budgets", () => {
  it("end with the UTC day and month, and name the next", async () => {
    await using cluster = new Cluster();
    const limits = cluster.add();
    const caller = callerWith({ dailyMicroCents: 100, monthlyMicroCents: 150 });
    await spend(limits, caller, 60);
    await spend(limits, caller, 60);
    const refused = await ask(limits, caller);
    assert(refused instanceof ApiError);
    assertEquals([refused.status, refused.code, refused.shouldRetry], [
      429,
      "insufficient_quota",
      false,
    ]);
    assert(refused.message.includes("2026-11-24T00:00:00Z"), refused.message);
    cluster.at += DAY_MS;
    await spend(limits, caller, 60);
    const monthly = await ask(limits, caller);
    assert(monthly instanceof ApiError);
    assert(monthly.message.includes("2026-12-01T00:00:00Z"), monthly.message);
    cluster.at += DAY_MS;
    assertEquals(await outcomeOf(limits, caller), "insufficient_quota");
    cluster.at = Date.UTC(2026, 11, 1);
    assertEquals(await outcomeOf(limits, caller), "admitted");
  });

  it("survive a restart, and count what keys without one have cost", async () => {
    await using cluster = new Cluster();
    const before = cluster.add();
    await spend(before, callerWith({}), 70);
    cluster.at += DAY_MS;
    await spend(before, callerWith({}), 40);
    await before.close();
    const after = cluster.add();
    const daily = callerWith({ dailyMicroCents: 41 });
    assertEquals(await outcomeOf(after, daily), "admitted");
    const small = callerWith({ dailyMicroCents: 40 });
    assertEquals(await outcomeOf(after, small), "insufficient_quota");
    const monthly = callerWith({ monthlyMicroCents: 110 });
    assertEquals(await outcomeOf(after, monthly), "insufficient_quota");
  });

  it("lose no more than what was not yet written", async () => {
    await using cluster = new Cluster();
    const caller = callerWith({ dailyMicroCents: 100 });
    const killed = cluster.add();
    await spend(killed, caller, 100);
    await killed.exchange();
    cluster.all.length = 0;
    const after = cluster.add();
    assertEquals(await outcomeOf(after, caller), "insufficient_quota");
  });

  it("are shared by all instances after an exchange", async () => {
    await using cluster = new Cluster();
    const [a, b, c] = [cluster.add(), cluster.add(), cluster.add()];
    const caller = callerWith({ dailyMicroCents: 90 });
    for (const limits of [a, b, c]) await spend(limits, caller, 30);
    await cluster.exchange();
    await cluster.exchange();
    for (const limits of [a, b, c]) {
      assertEquals(await outcomeOf(limits, caller), "insufficient_quota");
      assertEquals(
        await limits.usageOf("k", { perMinute: null, atOnce: null }),
        {
          lastMinute: null,
          running: null,
          dayMicroCents: 90,
          monthMicroCents: 90,
        },
      );
    }
  });

  it("are not forgotten by an instance that was long idle", async () => {
    await using cluster = new Cluster();
    const limits = cluster.add();
    const caller = callerWith({ dailyMicroCents: 90 });
    await spend(limits, caller, 50);
    await limits.exchange();
    cluster.at += 60 * 60 * 1000;
    await limits.exchange();
    await spend(limits, caller, 40);
    await limits.exchange();
    const other = cluster.add();
    assertEquals(await outcomeOf(other, caller), "insufficient_quota");
  });

  it("refuse with 503 while nobody can say what was spent", async () => {
    const store = new Store({
      open: () => Promise.reject(new Error("none")),
      advice: "assign one",
    });
    const limits = new KeyLimits({ store, syncMs: BY_HAND_MS });
    const error = await assertRejects(
      async () => await limits.admit(callerWith({ dailyMicroCents: 5 })),
      ApiError,
    );
    assertEquals([error.status, error.code], [503, "storage_unavailable"]);
    // A limit of calls goes by what this instance knows.
    const caller = callerWith({ perMinute: 1 });
    assertEquals(await outcomeOf(limits, caller), "admitted");
    assertEquals(await outcomeOf(limits, caller), "rate_limit_exceeded");
    await limits.close();
  });
});

describe("limits of several instances", () => {
  interface Step {
    who: number;
    waitMs: number;
    end: boolean;
  }
  const steps = fc.array(
    fc.record<Step>({
      who: fc.nat(2),
      waitMs: fc.oneof(fc.constant(0), fc.nat(300), fc.nat(5000)),
      end: fc.boolean(),
    }),
    { minLength: 20, maxLength: 120 },
  );
  const EVERY_MS = 1000;

  /** Each instance exchanges every second, each at its own moment. */
  async function moveOn(cluster: Cluster, waitMs: number): Promise<void> {
    const target = cluster.at + waitMs;
    for (;;) {
      const next = cluster.all.map((_, who) => {
        const phase = who * 300;
        return cluster.at + EVERY_MS - ((cluster.at - phase) % EVERY_MS);
      });
      const soonest = Math.min(...next);
      if (soonest > target) break;
      cluster.at = soonest;
      for (const [who, limits] of cluster.all.entries()) {
        if (next[who] === soonest) await limits.exchange();
      }
    }
    cluster.at = target;
  }

  it("exceed a minute's calls by what others admitted within 3 s", async () => {
    await fc.assert(
      fc.asyncProperty(
        steps,
        fc.integer({ min: 1, max: 12 }),
        async (list, limit) => {
          await using cluster = new Cluster();
          for (let who = 0; who < 3; who++) cluster.add();
          const caller = callerWith({ perMinute: limit });
          const admitted: { who: number; at: number }[] = [];
          for (const { who, waitMs } of list) {
            await moveOn(cluster, waitMs);
            const { at } = cluster;
            const second = Math.floor(at / 1000);
            const counting = admitted.filter((call) =>
              Math.floor(call.at / 1000) > second - 60
            ).length;
            const unheard = admitted.filter((call) =>
              call.who !== who && call.at >= at - 3 * EVERY_MS
            ).length;
            const limits = cluster.all[who];
            assert(limits !== undefined);
            const outcome = await outcomeOf(limits, caller);
            if (outcome === "admitted") {
              assert(counting - unheard < limit, `${counting} - ${unheard}`);
              admitted.push({ who, at });
            } else assert(counting >= limit, `refused at ${counting}`);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it("exceed calls at once by what others began within 3 s", async () => {
    await fc.assert(
      fc.asyncProperty(
        steps,
        fc.integer({ min: 1, max: 6 }),
        async (list, limit) => {
          await using cluster = new Cluster();
          for (let who = 0; who < 3; who++) cluster.add();
          const caller = callerWith({ atOnce: limit });
          const running: { who: number; at: number; pass: KeyPass }[] = [];
          const ended: { who: number; at: number }[] = [];
          for (const { who, waitMs, end } of list) {
            await moveOn(cluster, waitMs);
            const { at } = cluster;
            const first = end ? running.shift() : undefined;
            if (first !== undefined) {
              first.pass.end({});
              ended.push({ who: first.who, at });
            }
            const isRecent = (call: { who: number; at: number }) =>
              call.who !== who && call.at >= at - 3 * EVERY_MS;
            const limits = cluster.all[who];
            assert(limits !== undefined);
            const answer = await ask(limits, caller);
            if (answer instanceof ApiError) {
              const known = running.length + ended.filter(isRecent).length;
              assert(known >= limit, `refused at ${known}`);
            } else {
              const unheard = running.filter(isRecent).length;
              assert(running.length - unheard < limit, `${running.length}`);
              running.push({ who, at, pass: answer });
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it("count the running calls of a dead instance 10 s longer", async () => {
    await using cluster = new Cluster();
    const [dead, alive] = [cluster.add(), cluster.add()];
    const caller = callerWith({ atOnce: 1 });
    await dead.admit(caller);
    await cluster.exchange();
    cluster.all.shift();
    assertEquals(await outcomeOf(alive, caller), "rate_limit_exceeded");
    cluster.at += 9_999;
    await alive.exchange();
    assertEquals(await outcomeOf(alive, caller), "rate_limit_exceeded");
    cluster.at += 1;
    assertEquals(await outcomeOf(alive, caller), "admitted");
  });

  it("go on counting the running calls of a living one", async () => {
    await using cluster = new Cluster();
    const [one, other] = [cluster.add(), cluster.add()];
    const caller = callerWith({ atOnce: 1 });
    const pass = await one.admit(caller);
    for (let second = 0; second < 60; second++) {
      await cluster.exchange();
      assertEquals(await outcomeOf(other, caller), "rate_limit_exceeded");
      cluster.at += 1000;
    }
    pass.end({});
    await cluster.exchange();
    assertEquals(await outcomeOf(other, caller), "admitted");
  });

  it("are withdrawn by an instance that ends", async () => {
    await using cluster = new Cluster();
    const [one, other] = [cluster.add(), cluster.add()];
    const caller = callerWith({ atOnce: 1 });
    await one.admit(caller);
    await one.exchange();
    assertEquals((await listLive(cluster.store)).length, 1);
    await one.close();
    assertEquals(await listLive(cluster.store), []);
    assertEquals(await outcomeOf(other, caller), "admitted");
  });

  it("leave a database alone that nobody has needed", async () => {
    const open = () => Promise.reject(new Error("Opened"));
    const store = new Store({ open, advice: "" });
    const errors: unknown[] = [];
    const limits = new KeyLimits({
      store,
      onError: (cause) => errors.push(cause),
    });
    await limits.exchange();
    await limits.close();
    assertEquals(errors, []);
  });

  it("are exchanged by themselves", async () => {
    const store = memoryStore();
    const [one, other] = [1, 2].map(() => new KeyLimits({ store, syncMs: 5 }));
    assert(one !== undefined && other !== undefined);
    const caller = callerWith({ atOnce: 1 });
    const pass = await one.admit(caller);
    const begun = performance.now();
    while (await outcomeOf(other, caller) === "admitted") {
      assert(performance.now() - begun < 5000);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    pass.end({});
    while (await outcomeOf(other, caller) !== "admitted") {
      assert(performance.now() - begun < 5000);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await Promise.all([one.close(), other.close()]);
    await store.close();
  });
});

describe("the last use of a key", () => {
  const caller = callerWith({});

  async function stampOf(store: Store): Promise<string | null> {
    const kv = await store.kv();
    return (await kv.get(["key_uses", "k"])).versionstamp;
  }

  it("is written once a minute, however often a key is used", async () => {
    await using cluster = new Cluster();
    const limits = cluster.add();
    limits.used(caller);
    assertEquals(await stampOf(cluster.store), null);
    await limits.exchange();
    const first = await stampOf(cluster.store);
    assert(first !== null);
    for (let second = 1; second < 60; second++) {
      cluster.at = START + second * 1000;
      limits.used(caller);
      await limits.exchange();
    }
    assertEquals(await stampOf(cluster.store), first);
    cluster.at = START + 60_000;
    limits.used(caller);
    await limits.exchange();
    const kv = await cluster.store.kv();
    const { value } = await kv.get<Deno.KvU64>(["key_uses", "k"]);
    assertEquals(Number(value?.value), START + 60_000);
  });

  it("is nobody else's business", async () => {
    await using cluster = new Cluster();
    const limits = cluster.add();
    limits.used({ ...caller, policy: null });
    await limits.exchange();
    assertEquals(await stampOf(cluster.store), null);
  });
});
