import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { UsageMeter } from "../../../lib/gateway/usage/meter.ts";
import { UsageBook } from "../../../lib/gateway/usage/book.ts";
import { memoryStore, type Store } from "../../../lib/store/kv.ts";
import { OTHER } from "../../../lib/store/usage/cell.ts";
import { compactUsage, purgeUsage } from "../../../lib/store/usage/compact.ts";
import { GROUPS } from "../../../lib/store/usage/groups.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../../lib/store/usage/keys.ts";
import { rollUpUsage } from "../../../lib/store/usage/rollup.ts";
import { interceptedStore } from "../../helpers/intercepted_store.ts";
import { anyRecord, usageRecord } from "../../helpers/usage_records.ts";
import {
  assertHolds,
  filled,
  START,
  sumBy,
} from "../../helpers/usage_store.ts";

type Work = (store: Store, now: number) => Promise<unknown>;

const WORK: Record<string, Work> = {
  rollUp: rollUpUsage,
  compact: compactUsage,
};

async function dump(store: Store): Promise<Map<string, unknown>> {
  const entries = new Map<string, unknown>();
  for await (const entry of (await store.kv()).list({ prefix: [] })) {
    entries.set(JSON.stringify(entry.key), entry.value);
  }
  return entries;
}

/** The same database, whose commits fail after so many. */
function crashingStore(store: Store, commits: number): Store {
  let left = commits;
  return interceptedStore(store, () => {
    if (left-- <= 0) throw new Error("the process was killed");
  });
}

describe("rollUpUsage()", () => {
  it("keeps every sum whatever is done in whatever order", async () => {
    const steps = fc.array(
      fc.oneof(
        { weight: 4, arbitrary: fc.record({ record: anyRecord() }) },
        fc.record({
          wait: fc.constantFrom(
            MINUTE_MS,
            20 * MINUTE_MS,
            HOUR_MS,
            11 * HOUR_MS,
          ),
        }),
        fc.record({ flush: fc.nat(1) }),
        fc.record({ work: fc.constantFrom("rollUp", "compact") }),
        fc.record({ race: fc.array(fc.nat(3), { maxLength: 6 }) }),
      ),
      { maxLength: 60 },
    );
    await fc.assert(
      fc.asyncProperty(steps, async (given) => {
        const store = memoryStore();
        const clock = { now: START };
        const meters = [0, 1].map(() =>
          new UsageMeter({ store, flushMs: 1e9, now: () => clock.now })
        );
        const book = new UsageBook();
        let turn = 0;
        for (const step of given) {
          if ("record" in step) {
            meters[turn++ % 2]?.add(step.record);
            book.add(step.record);
          } else if ("wait" in step) clock.now += step.wait;
          else if ("flush" in step) await meters[step.flush]?.flush();
          else if ("race" in step) {
            // Figures that come late meet the end of their hour.
            clock.now += HOUR_MS;
            await Promise.all(
              step.race.map((who) =>
                meters[who]?.flush() ?? rollUpUsage(store, clock.now)
              ),
            );
          } else {
            // Both instances at once.
            const run = WORK[step.work] ?? rollUpUsage;
            await Promise.all([run(store, clock.now), run(store, clock.now)]);
          }
        }
        for (const meter of meters) assert(await meter.close());
        await assertHolds(store, book.table);
        await store.close();
      }),
      { numRuns: 60 },
    );
  });

  it("loses and doubles nothing when it dies between any two steps", async () => {
    for (let commits = 0; commits < 330; commits += commits < 3 ? 1 : 41) {
      const store = memoryStore();
      const { now, table } = await filled(store);
      const crashing = crashingStore(store, commits);
      await rollUpUsage(crashing, now).catch(() => {});
      await assertHolds(store, table);
      await rollUpUsage(store, now);
      await assertHolds(store, table);
      await store.close();
    }
  });

  it("misses nothing that is stored while it closes an hour", async () => {
    const store = memoryStore();
    const clock = { now: START };
    const book = new UsageBook();
    let closes = 3;
    const slow = interceptedStore(store, async () => {
      if (closes-- > 0) await rollUpUsage(store, clock.now += 2 * HOUR_MS);
    });
    const meter = new UsageMeter({ store: slow, now: () => clock.now });
    for (let n = 0; n < 4; n++) {
      const record = usageRecord({ durationMs: n });
      meter.add(record);
      book.add(record);
      assert(await meter.flush());
    }
    await meter.close();
    await assertHolds(store, book.table);
    await rollUpUsage(store, clock.now + DAY_MS);
    await assertHolds(store, book.table);
    await store.close();
  });

  it("changes nothing when it is repeated", async () => {
    const store = memoryStore();
    const { now, table } = await filled(store);
    await rollUpUsage(store, now);
    await compactUsage(store, now);
    const once = await dump(store);
    for (const work of [rollUpUsage, compactUsage, purgeUsage]) {
      await work(store, now);
    }
    assertEquals(await dump(store), once);
    await assertHolds(store, table);
    await store.close();
  });

  it("can be copied key by key while it runs", async () => {
    for (let place = 0; place < 60; place += 7) {
      const store = memoryStore();
      const { now, table } = await filled(store);
      await rollUpUsage(store, START + 9 * HOUR_MS);
      const copy = memoryStore();
      const target = await copy.kv();
      let copied = 0;
      const kv = await store.kv();
      const entries = kv.list({ prefix: ["usage"] }, { batchSize: 1 });
      for await (const { key, value } of entries) {
        if (copied++ === place) await rollUpUsage(store, now);
        await target.set(key, value);
      }
      await assertHolds(copy, table);
      await rollUpUsage(copy, now);
      await assertHolds(copy, table);
      await copy.close();
      await store.close();
    }
  });

  it("passes over months without a request", async () => {
    const store = memoryStore();
    const clock = { now: START };
    const meter = new UsageMeter({ store, now: () => clock.now });
    meter.add(usageRecord());
    await meter.flush();
    clock.now += 300 * DAY_MS;
    meter.add(usageRecord());
    await meter.close();
    clock.now += 2 * DAY_MS;
    const report = await rollUpUsage(store, clock.now);
    assertEquals(report, { hours: 2, days: 2 });
    await store.close();
  });

  it("tells apart a bounded number of values in an hour", async () => {
    const store = memoryStore();
    const clock = { now: START };
    const meter = new UsageMeter({ store, now: () => clock.now });
    for (let n = 0; n < 600; n++) {
      meter.add(usageRecord({ model: `invented-${n}` }));
      meter.add(usageRecord({ model: "used" }));
      if (n % 50 === 0) clock.now += MINUTE_MS;
    }
    await meter.close();
    await rollUpUsage(store, clock.now + DAY_MS * 2);
    for (const stepMs of [HOUR_MS, DAY_MS]) {
      for (const group of GROUPS) {
        const sum = await sumBy(store, group, stepMs);
        assertEquals(sum.total().counters.requests, 1200);
        if (group.dimensions[0] !== "model") continue;
        assert(sum.size <= 101, `${group.name}: ${sum.size}`);
        const named = group.dimensions.length === 1;
        if (named) assertEquals(sum.find(["used"])?.counters.requests, 600);
        if (named) assertEquals(sum.find([OTHER])?.counters.requests, 501);
      }
    }
    await store.close();
  });
});
