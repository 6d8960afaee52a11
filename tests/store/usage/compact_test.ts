import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals } from "@std/assert";
import { UsageBook } from "../../../lib/gateway/usage/book.ts";
import { UsageMeter } from "../../../lib/gateway/usage/meter.ts";
import { memoryStore } from "../../../lib/store/kv.ts";
import { compactUsage, purgeUsage } from "../../../lib/store/usage/compact.ts";
import { GROUPS } from "../../../lib/store/usage/groups.ts";
import {
  DAY_MS,
  DAYS_KEPT_MS,
  HOUR_MS,
  HOURS_KEPT_MS,
  MINUTE_MS,
  MINUTES_KEPT_MS,
  MINUTES_KEY,
} from "../../../lib/store/usage/keys.ts";
import { rollUpUsage } from "../../../lib/store/usage/rollup.ts";
import { usageRecord } from "../../helpers/usage_records.ts";
import {
  assertHolds,
  filled,
  START,
  sumBy,
} from "../../helpers/usage_store.ts";

describe("compactUsage()", () => {
  it("makes one part of what many instances stored of a minute", async () => {
    const store = memoryStore();
    const book = new UsageBook();
    for (let n = 0; n < 40; n++) {
      const meter = new UsageMeter({ store, now: () => START + n });
      const record = usageRecord({ accountId: `a${n % 3}`, durationMs: n });
      meter.add(record);
      book.add(record);
      await meter.close();
    }
    const minutes = async () =>
      await Array.fromAsync((await store.kv()).list({ prefix: MINUTES_KEY }));
    assertEquals((await minutes()).length, 40);
    const now = START + 10 * HOUR_MS;
    assertEquals(await compactUsage(store, now), 0, "not summed up yet");
    await rollUpUsage(store, now);
    const counts = await Promise.all([
      compactUsage(store, now),
      compactUsage(store, now),
    ]);
    assertEquals(counts[0] + counts[1], 1);
    assertEquals((await minutes()).length, 1);
    await assertHolds(store, book.table);
    await store.close();
  });
});

describe("purgeUsage()", () => {
  it("deletes what is older than it is kept, and no sooner", async () => {
    const store = memoryStore();
    const { now, table } = await filled(store);
    const total = GROUPS[0];
    assert(total !== undefined);
    const requests = async (stepMs: number) =>
      (await sumBy(store, total, stepMs)).total().counters.requests;
    const all = table.total().counters.requests;
    assertEquals(await purgeUsage(store, now + 2 * DAYS_KEPT_MS), 0);
    await rollUpUsage(store, now + DAY_MS);
    await purgeUsage(store, now + 18 * HOUR_MS);
    assertEquals(await requests(MINUTE_MS), all);
    await purgeUsage(store, now + MINUTES_KEPT_MS);
    assertEquals(await requests(MINUTE_MS), 0);
    assertEquals(await requests(HOUR_MS), all);
    await purgeUsage(store, now + HOURS_KEPT_MS);
    assertEquals(await requests(HOUR_MS), 0);
    assertEquals(await requests(DAY_MS), all);
    await purgeUsage(store, now + DAYS_KEPT_MS);
    assertEquals(await requests(DAY_MS), 0);
    await store.close();
  });
});
