import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { stateOf } from "../../lib/pool/account_state.ts";
import { type Health, HEALTHY, mergeHealth } from "../../lib/pool/health.ts";
import { type HealthEvent, reduceHealth } from "../../lib/pool/transitions.ts";
import { NOW } from "./pool_helpers.ts";

function reduceAll(events: readonly HealthEvent[], from = HEALTHY): Health {
  return events.reduce(reduceHealth, from);
}

function refused(
  at: number,
  more: Partial<HealthEvent & { type: "refused" }> = {},
): HealthEvent {
  return {
    type: "refused",
    at,
    begun: at - 1,
    code: "token_refused",
    baseMs: 60_000,
    ...more,
  };
}

const time = fc.integer({ min: 0, max: 4000 }).map((ms) => NOW + ms);
const code = fc.constantFrom("rate_limit", "token_refused", "other");

/** Failures of calls that all began before the first of them failed. */
const failureAtOnce: fc.Arbitrary<HealthEvent> = fc.oneof(
  fc.record({
    type: fc.constant("refused" as const),
    at: time,
    begun: fc.constant(NOW - 1),
    code,
    baseMs: fc.constantFrom(10_000, 60_000),
  }),
  fc.record({
    type: fc.constant("refused" as const),
    at: time,
    begun: fc.constant(NOW - 1),
    code,
    baseMs: fc.constant(10_000),
    toldMs: fc.integer({ min: 1, max: 100_000 }),
  }),
  fc.record({
    type: fc.constant("disabled" as const),
    at: time,
    code,
    provenance: fc.constantFrom("told" as const, "guessed" as const),
  }),
  fc.record({
    type: fc.constant("credit_gone" as const),
    at: time,
    until: fc.constant(Date.UTC(2026, 11, 1)),
    code,
  }),
  fc.record({
    type: fc.constant("plan_lacks" as const),
    at: time,
    scope: fc.constantFrom("model", "route"),
    code,
  }),
);

const anyEvent: fc.Arbitrary<HealthEvent> = fc.oneof(
  failureAtOnce,
  fc.record({
    type: fc.constant("served" as const),
    begun: time,
    model: fc.constantFrom("model", "other"),
    route: fc.constant("route"),
    isFree: fc.boolean(),
  }),
  fc.record({ type: fc.constant("renewed" as const), at: time }),
  fc.record({ type: fc.constant("confirmed" as const), at: time }),
  fc.record({ type: fc.constant("credit_seen" as const), at: time }),
  fc.record({ type: fc.constant("paused" as const), at: time }),
  fc.record({ type: fc.constant("resumed" as const), at: time }),
  fc.record({ type: fc.constant("acquitted" as const), code, from: time }),
);

const health = fc.array(anyEvent, { maxLength: 12 }).map((events) =>
  reduceAll(events)
);

describe("mergeHealth()", () => {
  it("comes to the same in any order, any grouping, any number of times", () => {
    fc.assert(fc.property(health, health, health, (a, b, c) => {
      assertEquals(mergeHealth(a, b), mergeHealth(b, a));
      assertEquals(
        mergeHealth(mergeHealth(a, b), c),
        mergeHealth(a, mergeHealth(b, c)),
      );
      const both = mergeHealth(a, b);
      assertStrictEquals(mergeHealth(both, b), both);
      assertStrictEquals(mergeHealth(both, a), both);
    }));
  });
});

describe("reduceHealth()", () => {
  it("comes to the same for failures at once, whatever their order", () => {
    const shuffled = fc.array(failureAtOnce, { maxLength: 8 }).chain((all) =>
      fc.tuple(
        fc.constant(all),
        fc.shuffledSubarray(all, { minLength: all.length }),
      )
    );
    fc.assert(fc.property(shuffled, ([all, other]) => {
      const [one, two] = [reduceAll(all), reduceAll(other)];
      for (const later of [0, 5000, 20_000, 70_000, 4_000_000]) {
        assertEquals(stateOf(two, NOW + later), stateOf(one, NOW + later));
      }
      assertEquals(two, one);
    }));
  });

  it("ends every state by itself, but those that wait for the owner", () => {
    fc.assert(fc.property(health, (known) => {
      const after = stateOf(known, Date.UTC(2026, 11, 1) + 1);
      if (known.disabled.mark === null && known.paused.mark === null) {
        assertEquals(after, { status: "ready" });
      } else {
        assert(after.status === "disabled" || after.status === "paused");
      }
    }));
  });

  it("says nothing has changed by giving back the same object", () => {
    fc.assert(fc.property(health, anyEvent, (known, event) => {
      const once = reduceHealth(known, event);
      const isEscalating = event.type === "refused" &&
        event.toldMs === undefined;
      if (!isEscalating) assertStrictEquals(reduceHealth(once, event), once);
    }));
  });

  it("rests longer once for each return, not for each call", () => {
    let known = reduceAll([refused(NOW), refused(NOW + 1), refused(NOW + 2)]);
    const levels: number[] = [];
    for (let i = 0; i < 4; i++) {
      const { mark } = known.guessed;
      assert(mark !== null);
      levels.push(mark.level);
      const begun = mark.until + 1;
      known = reduceAll([
        refused(begun + 10, { begun }),
        refused(begun + 11, { begun }),
      ], known);
    }
    assertEquals(levels, [0, 1, 2, 3]);
    const { mark } = known.guessed;
    assertEquals(mark && mark.until - mark.since, 60_000 * 16);
  });

  it("rests at most an hour, and a minute where it is about rate", () => {
    for (const [baseMs, most] of [[60_000, 3_600_000], [10_000, 60_000]]) {
      let known = HEALTHY;
      for (let i = 0; i < 30; i++) {
        const begun = (known.guessed.mark?.until ?? NOW) + 1;
        known = reduceHealth(known, refused(begun + 1, { begun, baseMs }));
      }
      const { mark } = known.guessed;
      assertEquals(mark && mark.until - mark.since, most);
    }
  });

  it("begins with short rests again after a success or a long time", () => {
    const once = reduceHealth(HEALTHY, refused(NOW));
    const served = reduceHealth(once, {
      type: "served",
      begun: NOW + 60_001,
      model: "m",
      route: "r",
    });
    const begun = NOW + 61_000;
    const again = reduceHealth(served, refused(begun + 1, { begun }));
    assertEquals(again.guessed.mark?.level, 0);
    const muchLater = NOW + 60_000 + 11 * 60_000;
    const late = reduceHealth(once, refused(muchLater, { begun: muchLater }));
    assertEquals(late.guessed.mark?.level, 0);
  });

  it("lets what Puter tells outweigh a guess made before or meanwhile", () => {
    const guess = refused(NOW);
    const told = refused(NOW + 10, { code: "rate_limit", toldMs: 5000 });
    const meanwhile = refused(NOW + 20, { begun: NOW + 5 });
    for (const events of [[guess, told, meanwhile], [meanwhile, told, guess]]) {
      const known = reduceAll(events);
      assertEquals(stateOf(known, NOW + 100), {
        status: "cooling",
        since: NOW + 10,
        until: NOW + 5010,
        code: "rate_limit",
        provenance: "told",
        level: 0,
      });
      assertEquals(stateOf(known, NOW + 5010).status, "ready");
    }
  });

  it("clears with a success only causes from before its call", () => {
    const known = reduceAll([
      refused(NOW + 100, { toldMs: 30_000 }),
      { type: "plan_lacks", at: NOW + 100, scope: "m", code: "plan_required" },
      { type: "plan_lacks", at: NOW + 100, scope: "n", code: "plan_required" },
    ]);
    const success = { type: "served", model: "m", route: "r" } as const;
    const early = reduceHealth(known, { ...success, begun: NOW + 50 });
    assertStrictEquals(early, known);
    const late = reduceHealth(known, { ...success, begun: NOW + 101 });
    assertEquals(stateOf(late, NOW + 200).status, "ready");
    assertEquals(late.plan.m?.mark, null);
    assertEquals(late.plan.n?.mark?.code, "plan_required");
  });

  it("takes a free call for no sign of credit", () => {
    const known = reduceHealth(HEALTHY, {
      type: "credit_gone",
      at: NOW,
      until: NOW + 1000,
      code: "insufficient_funds",
    });
    const success = {
      type: "served",
      begun: NOW + 1,
      model: "",
      route: "",
    } as const;
    assertStrictEquals(
      reduceHealth(known, { ...success, isFree: true }),
      known,
    );
    assertEquals(reduceHealth(known, success).exhausted.mark, null);
  });

  it("lets an identity disprove what is about identity alone", () => {
    for (
      const [code, status] of [
        ["suspended", "ready"],
        ["email_confirmation_required", "ready"],
        ["app_blocked", "disabled"],
      ]
    ) {
      const known = reduceAll([
        { type: "disabled", at: NOW, code: code ?? "", provenance: "told" },
        { type: "confirmed", at: NOW + 1 },
      ]);
      assertEquals(stateOf(known, NOW + 2).status, status);
    }
  });

  it("does not pile up what plans lack", () => {
    let known = HEALTHY;
    for (let i = 0; i < 500; i++) {
      known = reduceHealth(known, {
        type: "plan_lacks",
        at: NOW + i,
        scope: `model-${i}`,
        code: "plan_required",
      });
    }
    assert(Object.keys(known.plan).length <= 101);
  });
});
