import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { ApiError } from "../../lib/http/errors.ts";
import { WaitCancelled, type WaitScope } from "../../lib/pool/lease.ts";
import { PUTER_LIMITS, type Tier, WINDOW_MS } from "../../lib/pool/limits.ts";
import { type Lease, PoolRefusal } from "../../lib/pool/pool.ts";
import {
  answered,
  failure,
  poolOf,
  profilesOf,
  REQUEST,
  statesOf,
  take,
} from "./pool_helpers.ts";

class TestScope implements WaitScope {
  members = new Set<{ cancel(): void }>();
  add(member: { cancel(): void }) {
    this.members.add(member);
  }
  remove(member: { cancel(): void }) {
    this.members.delete(member);
  }
}

const AT_ONCE = answered(
  429,
  "too_many_requests",
  "Too many concurrent requests.",
);

describe("waiting for a place", () => {
  it("is called off at once, and leaves the turn to the next", async () => {
    const { pool } = poolOf(["temporary"], { maxQueueMs: 60_000 });
    const held = [take(pool), take(pool)];
    const scope = new TestScope();
    const waiting = Promise.resolve(pool.acquire({ ...REQUEST, scope }));
    const next = Promise.resolve(pool.acquire(REQUEST));
    assertEquals(scope.members.size, 1);
    for (const member of scope.members) member.cancel();
    await assertRejects(() => waiting, WaitCancelled);
    held[0]?.release();
    (await next).release();
    held[1]?.release();
    assertEquals(pool.view()[0]?.inFlight, 0);
  });

  it("leaves nothing in the scope of a call that was served", async () => {
    const { pool } = poolOf(["temporary"], { maxQueueMs: 60_000 });
    const held = [take(pool), take(pool)];
    const scope = new TestScope();
    const waiting = Promise.resolve(pool.acquire({ ...REQUEST, scope }));
    held[0]?.release();
    await waiting;
    assertEquals(scope.members.size, 0);
  });

  it("ends when the window opens, to the millisecond", async () => {
    const { pool, clock } = poolOf(["temporary"], { maxQueueMs: 2000 });
    for (let i = 0; i < 20; i++) take(pool).release();
    clock.advance(8500);
    let servedAt = 0;
    const waiting = Promise.resolve(pool.acquire(REQUEST)).then(() => {
      servedAt = clock.now;
    });
    const begun = clock.now;
    clock.advance(1500);
    await waiting;
    assertEquals(servedAt - begun, 1500);
  });

  it("is refused at once when it would be in vain", () => {
    const { pool, clock } = poolOf(["temporary"], { maxQueueMs: 2000 });
    for (let i = 0; i < 20; i++) take(pool).release();
    clock.advance(1000);
    const error = assertThrows(() => pool.acquire(REQUEST), PoolRefusal);
    assertEquals([error.status, error.retryAfter], [429, 9]);
  });

  it("gives nobody's turn to a call that came later", async () => {
    const { pool, clock } = poolOf(["temporary"], { maxQueueMs: 5000 });
    for (let i = 0; i < 20; i++) take(pool).release();
    clock.advance(WINDOW_MS - 1000);
    const order: string[] = [];
    const first = Promise.resolve(pool.acquire(REQUEST))
      .then((lease) => {
        order.push("first");
        return lease;
      });
    // The clock moved on, and the timer has not run yet.
    clock.now += 1000;
    const others = [take(pool)];
    others.push(await first);
    assertEquals(order, ["first"]);
    assertEquals(pool.view()[0]?.inFlight, 2);
  });

  it("lets a call pass that wants what the others cannot have", async () => {
    const { pool } = poolOf(["temporary"], { maxQueueMs: 5000 });
    take(pool);
    take(pool);
    const waiting = Promise.resolve(pool.acquire(REQUEST));
    const other = take(pool, { route: "puter-ocr:recognize", model: "o" });
    assertEquals(other.accountId, "account-0");
    pool.close();
    await assertRejects(() => waiting, ApiError);
  });

  it("ends with the pool", async () => {
    const { pool } = poolOf(["temporary"], { maxQueueMs: 5000 });
    const held = [take(pool), take(pool)];
    const waiting = Promise.resolve(pool.acquire(REQUEST));
    pool.close();
    const error = await assertRejects(() => waiting, PoolRefusal);
    assertEquals(error.status, 429);
    // Settings may still change while the process ends.
    pool.configure({ maxQueueMs: 5000 });
    await assertRejects(() => Promise.resolve(pool.acquire(REQUEST)));
    for (const lease of held) lease.release();
    assertEquals(pool.view()[0]?.inFlight, 0);
  });
});

describe("a lease", () => {
  it("that is never given back is taken back in the end", () => {
    const { pool, clock } = poolOf(["temporary"]);
    const lost = [take(pool), take(pool)];
    clock.advance(20 * 60_000 - 1);
    assertThrows(() => take(pool), ApiError);
    clock.advance(1);
    const next = take(pool);
    for (const lease of lost) lease.release();
    assertEquals(pool.view()[0]?.inFlight, 1);
    next.release();
    assertEquals(pool.view()[0]?.inFlight, 0);
  });

  it("of an account that was removed can be given back", () => {
    const { pool } = poolOf(["free"]);
    const lease = take(pool);
    pool.setAccounts([]);
    lease.blame(failure({ type: "cool", ms: 1000 }));
    lease.release();
    pool.setAccounts(profilesOf(["free"]));
    assertEquals(statesOf(pool), ["ready"]);
    assertEquals(pool.view()[0]?.inFlight, 0);
  });
});

describe("limits", () => {
  it("follow the tier, and count what was begun before it changed", () => {
    const { pool, clock } = poolOf(["temporary"]);
    for (let i = 0; i < 20; i++) take(pool).release();
    assertThrows(() => take(pool), ApiError);
    pool.setAccounts(profilesOf(["free"]));
    for (let i = 0; i < 10; i++) take(pool).release();
    assertThrows(() => take(pool), ApiError);
    pool.setAccounts(profilesOf(["temporary"]));
    assertThrows(() => take(pool), ApiError);
    clock.advance(WINDOW_MS);
    for (let i = 0; i < 20; i++) take(pool).release();
    assertThrows(() => take(pool), ApiError);
  });

  it("are lowered for a while when Puter grants fewer calls at once", () => {
    const { pool, clock } = poolOf(["free"]);
    const held = [take(pool), take(pool)];
    const refused = take(pool);
    refused.blame(AT_ONCE);
    refused.release();
    assertThrows(() => take(pool), ApiError);
    held[0]?.release();
    held[0] = take(pool);
    assertThrows(() => take(pool), ApiError);
    assertEquals(statesOf(pool), ["ready"]);
    clock.advance(10_000);
    take(pool);
  });

  it("leave a short pause when calls run that are not ours", () => {
    const { pool, clock } = poolOf(["free"]);
    const refused = take(pool);
    refused.blame(AT_ONCE);
    refused.release();
    assertThrows(() => take(pool), ApiError);
    clock.advance(1000);
    take(pool);
  });
});

interface Model {
  held: Lease[];
  begun: Map<string, number[]>;
}

type Real = ReturnType<typeof poolOf> & { tiers: readonly Tier[] };

/** What must hold after every step. */
function check({ held, begun }: Model, { pool, clock, tiers }: Real): void {
  for (const [index, tier] of tiers.entries()) {
    const id = `account-${index}`;
    const { perWindow, atOnce } = PUTER_LIMITS[tier];
    const running = held.filter((lease) => lease.accountId === id);
    assert(running.length <= atOnce, "more calls at once than allowed");
    const recent = (begun.get(id) ?? []).filter((at) =>
      at > clock.now - WINDOW_MS
    );
    assert(recent.length <= perWindow, "more calls in 10 s than allowed");
    assertEquals(pool.view()[index]?.inFlight, running.length);
  }
}

class Take implements fc.Command<Model, Real> {
  check = () => true;
  run(model: Model, real: Real): void {
    try {
      const lease = take(real.pool);
      model.held.push(lease);
      const starts = model.begun.get(lease.accountId) ?? [];
      model.begun.set(lease.accountId, [...starts, real.clock.now]);
    } catch (error) {
      assert(error instanceof PoolRefusal);
      assertEquals(error.choice.accountId, undefined);
    }
    check(model, real);
  }
  toString = () => "take";
}

class Wait implements fc.Command<Model, Real> {
  constructor(readonly ms: number) {}
  check = () => true;
  run(model: Model, real: Real): void {
    real.clock.advance(this.ms);
    check(model, real);
  }
  toString = () => `wait(${this.ms})`;
}

type Ending = "served" | keyof typeof FAULTS;

const FAULTS = {
  client: answered(400, "bad_request"),
  model: answered(400, "upstream_provider_unavailable"),
  upstream: answered(500, "internal_error"),
  rate: answered(429, "too_many_requests", "Too many requests."),
  at_once: AT_ONCE,
  refused: answered(403, "who_knows"),
  plan: answered(403, "permission_denied"),
  suspended: answered(403, "forbidden", "Account suspended"),
};

const OWN: ReadonlySet<Ending> = new Set(["rate", "refused", "suspended"]);

/** Ends a call, twice over, and looks whom that has touched. */
class End implements fc.Command<Model, Real> {
  constructor(readonly index: number, readonly how: Ending) {}
  check = ({ held }: Model) => held.length > 0;
  run(model: Model, real: Real): void {
    const [lease] = model.held.splice(this.index % model.held.length, 1);
    assert(lease !== undefined);
    const before = statesOf(real.pool);
    if (this.how === "served") lease.praise();
    else lease.blame(FAULTS[this.how]);
    lease.release();
    lease.release();
    const after = statesOf(real.pool);
    for (const [index, status] of after.entries()) {
      if (status === before[index] || status === "ready") continue;
      // No account leaves ready for a fault that is not its own.
      assertEquals(`account-${index}`, lease.accountId);
      assert(OWN.has(this.how), `${this.how} made it ${status}`);
    }
    check(model, real);
  }
  toString = () => `end(${this.index}, ${this.how})`;
}

describe("admission and judgement together", () => {
  it("keep their promises whatever happens in whatever order", () => {
    const command = fc.oneof(
      { weight: 4, arbitrary: fc.constant(new Take()) },
      {
        weight: 3,
        arbitrary: fc.tuple(
          fc.nat(20),
          fc.constantFrom<Ending>("served", ...Object.keys(FAULTS) as Ending[]),
        ).map(([index, how]) => new End(index, how)),
      },
      {
        weight: 2,
        arbitrary: fc.integer({ min: 1, max: 30_000 }).map((ms) =>
          new Wait(ms)
        ),
      },
    );
    const tiers = fc.array(fc.constantFrom<Tier>("free", "temporary", "paid"), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(fc.property(
      tiers,
      fc.commands([command], { maxCommands: 150, size: "max" }),
      (tiers, commands) => {
        const model: Model = { held: [], begun: new Map() };
        const real: Real = { ...poolOf(tiers), tiers };
        fc.modelRun(() => ({ model, real }), commands);
        for (const lease of model.held.splice(0)) lease.release();
        // Every temporary state ends by itself.
        real.clock.advance(2 * 60 * 60 * 1000);
        for (const { state, inFlight, planMarks } of real.pool.view()) {
          assert(["ready", "disabled"].includes(state.status), state.status);
          if (state.status === "disabled") {
            assertEquals(state.code, "suspended");
          }
          assertEquals([inFlight, planMarks], [0, []]);
        }
        assertEquals(real.pool.incidents(), []);
      },
    ));
  });
});
