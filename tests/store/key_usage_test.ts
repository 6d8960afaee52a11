import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import {
  deleteKeyUsage,
  getKeyUse,
  listKeyUses,
  listLive,
  listSpend,
  type LiveKey,
  putKeyUsage,
} from "../../lib/store/key_usage.ts";
import { memoryStore } from "../../lib/store/kv.ts";

const NOTHING = { instance: "a", spend: [], uses: [] };

describe("putKeyUsage()", () => {
  it("replaces an instance's parts, and takes the last away", async () => {
    const store = memoryStore();
    const part = (id: string) => ({
      until: 5,
      keys: [[id, 1, null] as LiveKey],
    });
    await putKeyUsage(store, {
      ...NOTHING,
      live: { parts: [part("x"), part("y")], before: 0 },
    });
    await putKeyUsage(store, {
      ...NOTHING,
      instance: "b",
      live: { parts: [part("x")], before: 0 },
    });
    assertEquals(await listLive(store), [
      { ...part("x"), instance: "a" },
      { ...part("y"), instance: "a" },
      { ...part("x"), instance: "b" },
    ]);
    await putKeyUsage(store, {
      ...NOTHING,
      live: { parts: [part("z")], before: 2 },
    });
    await putKeyUsage(store, {
      ...NOTHING,
      instance: "b",
      live: { parts: [], before: 1 },
    });
    assertEquals(await listLive(store), [{ ...part("z"), instance: "a" }]);
    await store.close();
  });

  it("takes full minutes of many keys", async () => {
    const store = memoryStore();
    const now = Math.floor(Date.now() / 1000);
    const minute = [now, ...new Array<number>(60).fill(1_000_000)];
    const keys = Array.from(
      { length: 150 },
      (_, index): LiveKey => [`01JDCZ000000000000000${index}`, 9999, minute],
    );
    const parts = new Array(30).fill({ until: Date.now(), keys });
    await putKeyUsage(store, { ...NOTHING, live: { parts, before: 0 } });
    assertEquals((await listLive(store)).length, 30);
    await store.close();
  });

  it("keeps each instance's total of a day, and the latest use", async () => {
    const store = memoryStore();
    const spend: [string, string, number][] = Array.from(
      { length: 900 },
      (_, index) => [`k${index}`, "2026-11-23", index],
    );
    await putKeyUsage(store, { instance: "a", spend, uses: [["k1", 50]] });
    await putKeyUsage(store, {
      instance: "b",
      spend: [["k1", "2026-11-22", 7], ["k1", "2026-11-23", 8]],
      uses: [["k1", 40], ["k2", 60]],
    });
    await putKeyUsage(store, {
      ...NOTHING,
      spend: [["k1", "2026-11-23", 2]],
    });
    assertEquals(await listSpend(store, "k1", "2026-11"), [
      { day: "2026-11-22", instance: "b", microCents: 7 },
      { day: "2026-11-23", instance: "a", microCents: 2 },
      { day: "2026-11-23", instance: "b", microCents: 8 },
    ]);
    assertEquals((await listSpend(store, "k1", "2026-11-23")).length, 2);
    assertEquals(await listSpend(store, "k1", "2026-12"), []);
    assertEquals((await listSpend(store, "k899", "2026-11")).length, 1);
    assertEquals(await listKeyUses(store), new Map([["k1", 50], ["k2", 60]]));
    await deleteKeyUsage(store, "k1");
    assertEquals(await listSpend(store, "k1", "2026-11"), []);
    assertEquals([await getKeyUse(store, "k1"), await getKeyUse(store, "k2")], [
      null,
      60,
    ]);
    await store.close();
  });
});
