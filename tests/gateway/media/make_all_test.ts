import { assertEquals, assertRejects } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { CancelScope } from "../../../lib/gateway/cancel_scope.ts";
import { makeAll } from "../../../lib/gateway/media/make_all.ts";
import { PoolRefusal } from "../../../lib/pool/refusal.ts";

function full(): PoolRefusal {
  return new PoolRefusal({
    message: "full",
    status: 429,
    code: "rate_limit_exceeded",
  }, { candidates: 1, skipped: {}, queuedMs: 0, rule: "none" });
}

describe("makeAll()", () => {
  it("makes all, with no more at a time than there are places", async () => {
    let running = 0;
    let most = 0;
    const made = await makeAll(7, new CancelScope(), async () => {
      if (running === 2) throw full();
      most = Math.max(most, ++running);
      await Promise.resolve();
      running--;
      return "image";
    });
    assertEquals(made, Array(7).fill("image"));
    assertEquals(most, 2);
  });

  it("fails when there is no place although nothing is being made", async () => {
    await assertRejects(
      () => makeAll(3, new CancelScope(), () => Promise.reject(full())),
      PoolRefusal,
    );
  });

  it("calls off the others when one fails", async () => {
    const scopes: CancelScope[] = [];
    const parent = new CancelScope();
    await assertRejects(
      () =>
        makeAll(3, parent, (scope) => {
          scopes.push(scope);
          return scopes.length === 2
            ? Promise.reject(new Error("no"))
            : new Promise((resolve) => scope.add({ cancel: () => resolve(1) }));
        }),
      Error,
      "no",
    );
    assertEquals(scopes.map(({ cancelled }) => cancelled), [true, true, true]);
    assertEquals(parent.cancelled, false);
  });

  it("is called off with its parent", async () => {
    const parent = new CancelScope();
    const making = makeAll(
      2,
      parent,
      (scope) =>
        new Promise((resolve) => scope.add({ cancel: () => resolve("gone") })),
    );
    parent.cancel();
    assertEquals(await making, ["gone", "gone"]);
  });
});
