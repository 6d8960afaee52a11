import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals } from "@std/assert";
import { Vault } from "../../../lib/auth/vault.ts";
import type { BodyCapture } from "../../../lib/gateway/bodies/capture.ts";
import { BodyKeeper } from "../../../lib/gateway/bodies/keeper.ts";
import { Payloads } from "../../../lib/chat/payloads.ts";
import { memoryStore, Store } from "../../../lib/store/kv.ts";
import { requestRecord } from "../../store/requests/records.ts";

function keeperOf(store: Store): { keeper: BodyKeeper; failures: string[] } {
  const failures: string[] = [];
  const keeper = new BodyKeeper({
    store,
    vault: new Vault(() => Promise.resolve(new Uint8Array(32))),
    keepMs: () => 60_000,
    onFailure: (_cause, id) => failures.push(id),
    retryMs: 1,
  });
  return { keeper, failures };
}

function begun(keeper: BodyKeeper): BodyCapture {
  const capture = keeper.begin("all");
  assert(capture !== undefined);
  return capture;
}

describe("BodyKeeper", () => {
  it("captures nothing where the policy is off or there is none", () => {
    const { keeper } = keeperOf(memoryStore());
    assertEquals(keeper.begin("off"), undefined);
    assertEquals(keeper.begin(undefined), undefined);
  });

  it("holds a bounded number at once, and takes more when some have ended", async () => {
    const store = memoryStore();
    const { keeper } = keeperOf(store);
    const captures: BodyCapture[] = [];
    for (let n = 0; n < 1000; n++) {
      const capture = keeper.begin("all");
      if (capture !== undefined) captures.push(capture);
    }
    assert(captures.length > 0 && captures.length < 1000);
    assertEquals(keeper.missed, 1000 - captures.length);
    captures.forEach((capture, n) => {
      capture.request({ value: { n }, payloads: new Payloads() });
      capture.end(requestRecord(n));
    });
    await keeper.flush();
    begun(keeper);
    for (const n of captures.keys()) {
      const kept = await keeper.read(requestRecord(n).id);
      assertEquals(kept?.request, { text: `{"n":${n}}`, cut: false });
    }
    await store.close();
  });

  it("gives up what cannot be stored, says so, and goes on", async () => {
    let isAway = true;
    const inner = memoryStore();
    const store = new Store({
      open: () => isAway ? Promise.reject(new Error("away")) : inner.kv(),
      advice: "try again",
      retryMs: 0,
    });
    const { keeper, failures } = keeperOf(store);
    const [first, second] = [requestRecord(1), requestRecord(2)];
    begun(keeper).end(first);
    await keeper.flush();
    assertEquals(failures, [first.id]);
    isAway = false;
    begun(keeper).end(second);
    await keeper.flush();
    assertEquals(failures, [first.id]);
    assertEquals((await keeper.read(second.id))?.request, null);
    assertEquals(await keeper.read(first.id), null);
    await store.close();
  });

  it("marks the records of what it keeps, and no others", async () => {
    const store = memoryStore();
    const { keeper } = keeperOf(store);
    const well = requestRecord(1);
    const failed = requestRecord(2, { status: 502 });
    const left = requestRecord(3, { status: 499 });
    for (const record of [well, failed, left]) {
      keeper.begin("failed")?.end(record);
    }
    assertEquals([well.bodies, failed.bodies, left.bodies], [
      undefined,
      true,
      undefined,
    ]);
    await keeper.flush();
    await store.close();
  });
});
