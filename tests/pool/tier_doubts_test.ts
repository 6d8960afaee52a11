import { assertEquals, assertThrows } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { PoolRefusal } from "../../lib/pool/pool.ts";
import { answered, poolOf, REQUEST, statesOf, take } from "./pool_helpers.ts";

const PLAN = answered(403, "permission_denied");

describe("a model that a tier lacks", () => {
  it("is asked of higher tiers first, and of the others last", () => {
    const { pool, clock } = poolOf(["free", "free", "free", "free", "paid"]);
    const first = take(pool);
    first.blame(PLAN);
    first.release();
    const second = take(pool);
    assertEquals(second.accountId, "account-4");
    assertEquals(second.choice.skipped, { plan: 3 });
    second.release();
    assertEquals(statesOf(pool).join(), "ready,ready,ready,ready,ready");
    const exclude = new Set(["account-4"]);
    const last = take(pool, { ...REQUEST, exclude });
    assertEquals(last.choice.skipped.plan, 1);
    last.release();
    const other = take(pool, { ...REQUEST, model: "other" });
    assertEquals(other.choice.skipped, {});
    clock.advance(60 * 60 * 1000);
    assertEquals(take(pool).choice.skipped, {});
  });

  it("is asked of a tier again that was served", () => {
    const { pool, clock } = poolOf(["free", "free"]);
    const first = take(pool);
    first.blame(PLAN);
    first.release();
    clock.advance(1);
    const second = take(pool);
    assertEquals(second.accountId, "account-1");
    second.praise();
    second.release();
    assertEquals(take(pool).choice.skipped, { plan: 1 });
  });

  it("is refused with 403 when nobody has it", () => {
    const { pool } = poolOf(["paid"]);
    take(pool).blame(PLAN);
    const error = assertThrows(() => take(pool), PoolRefusal);
    assertEquals([error.status, error.blame], [403, "plan"]);
  });

  it("is not said to lack in every plan while its account rests", () => {
    const { pool } = poolOf(["free", "paid"]);
    const [free, paid] = [take(pool), take(pool)];
    free.blame(PLAN);
    paid.blame(answered(403, "forbidden", "Account suspended"));
    const error = assertThrows(() => take(pool), PoolRefusal);
    assertEquals(error.status, 503);
  });
});
