import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { UsageBook } from "../../../lib/gateway/usage/book.ts";
import { UsageMeter } from "../../../lib/gateway/usage/meter.ts";
import { memoryStore, Store } from "../../../lib/store/kv.ts";
import { MAX_VALUES } from "../../../lib/store/usage/bounds.ts";
import { DIMENSIONS, OTHER } from "../../../lib/store/usage/cell.ts";
import { decodeInto, encodeTable } from "../../../lib/store/usage/codec.ts";
import {
  CLOSED_KEY,
  HOUR_MS,
  MINUTE_MS,
} from "../../../lib/store/usage/keys.ts";
import { listMinutes } from "../../../lib/store/usage/usage.ts";
import { UsageTable } from "../../../lib/store/usage/table.ts";
import { anyRecord, usageRecord } from "../../helpers/usage_records.ts";
import { tableContents } from "../../helpers/usage_tables.ts";

const ALWAYS = { from: 0, to: Number.MAX_SAFE_INTEGER };

async function storedTable(store: Store, span = ALWAYS): Promise<UsageTable> {
  const sum = new UsageTable();
  for await (const { bytes } of listMinutes(await store.kv(), span)) {
    decodeInto(sum, bytes);
  }
  return sum;
}

function requests(table: UsageTable): number {
  return table.total().counters.requests;
}

function meterOn(store: Store, clock: { now: number }): UsageMeter {
  return new UsageMeter({ store, flushMs: 1e9, now: () => clock.now });
}

/** A database whose commits fail, are lost or are made and reported failed. */
function fickleStore(outcomes: ("fail" | "forget" | "ok")[]): Store {
  return new Store({
    advice: "try again",
    open: async () => {
      const kv = await Deno.openKv(":memory:");
      const atomic = kv.atomic.bind(kv);
      kv.atomic = () => {
        const operation = atomic();
        const commit = operation.commit.bind(operation);
        operation.commit = async () => {
          const outcome = outcomes.shift() ?? "ok";
          if (outcome === "fail") throw new Error("database is locked");
          const result = await commit();
          if (outcome === "forget") throw new Error("connection lost");
          return result;
        };
        return operation;
      };
      return kv;
    },
  });
}

describe("UsageMeter", () => {
  it("stores what two instances counted, once, however often it flushes", async () => {
    const steps = fc.array(fc.oneof(
      fc.record({ by: fc.nat(1), record: anyRecord() }),
      fc.record({ by: fc.nat(1), wait: fc.nat(3 * MINUTE_MS) }),
      fc.record({ by: fc.nat(1), flush: fc.constant(true) }),
    ));
    await fc.assert(
      fc.asyncProperty(steps, async (given) => {
        const store = memoryStore();
        const clock = { now: 1e12 };
        const meters = [meterOn(store, clock), meterOn(store, clock)];
        const book = new UsageBook();
        for (const step of given) {
          const meter = meters[step.by];
          if ("record" in step) {
            meter?.add(step.record);
            book.add(step.record);
          } else if ("wait" in step) clock.now += step.wait;
          else await meter?.flush();
        }
        for (const meter of meters) assert(await meter.close());
        const stored = await storedTable(store);
        assertEquals(tableContents(stored), tableContents(book.table));
        await store.close();
      }),
      { numRuns: 40 },
    );
  });

  it("counts nothing twice when a commit fails or only seems to", async () => {
    const outcomes = fc.array(fc.constantFrom("fail", "forget", "ok"));
    await fc.assert(
      fc.asyncProperty(outcomes, async (given) => {
        const store = fickleStore(given as ("fail" | "forget" | "ok")[]);
        const clock = { now: 1e12 };
        const meter = meterOn(store, clock);
        for (let n = 1; n <= 30; n++) {
          meter.add(usageRecord({ durationMs: n }));
          clock.now += 25_000;
          if (n % 3 === 0) await meter.flush();
        }
        while (!await meter.flush());
        assertEquals(requests(await storedTable(store)), 30);
        assertEquals(meter.pending, 0);
        await meter.close();
        await store.close();
      }),
      { numRuns: 30 },
    );
  });

  it("counts in an open minute what comes too late for a closed one", async () => {
    const store = memoryStore();
    const clock = { now: 100 * HOUR_MS };
    const meter = meterOn(store, clock);
    meter.add(usageRecord());
    await meter.flush();
    meter.add(usageRecord({ durationMs: 5 }));
    meter.add(usageRecord({ model: "late" }));
    const closed = 101 * HOUR_MS;
    await (await store.kv()).set(CLOSED_KEY, closed);
    clock.now = closed + 5 * MINUTE_MS;
    assert(await meter.close());
    const before = await storedTable(store, { from: 0, to: closed });
    assertEquals(requests(before), 1);
    assertEquals(requests(await storedTable(store)), 3);
    await store.close();
  });

  it("goes on when another instance's clock is ahead", async () => {
    const store = memoryStore();
    const clock = { now: 100 * HOUR_MS };
    const meter = meterOn(store, clock);
    await (await store.kv()).set(CLOSED_KEY, 102 * HOUR_MS);
    for (let n = 0; n < 3; n++) {
      meter.add(usageRecord());
      assert(await meter.flush());
    }
    assertEquals(requests(await storedTable(store)), 3);
    await meter.close();
    await store.close();
  });

  it("loses nothing when its clock steps back", async () => {
    const store = memoryStore();
    const clock = { now: 100 * HOUR_MS };
    const meter = meterOn(store, clock);
    for (const step of [0, 5, -5, 1, -3, 9]) {
      clock.now += step * MINUTE_MS;
      meter.add(usageRecord());
      await meter.flush();
    }
    assertEquals(requests(await storedTable(store)), 6);
    await meter.close();
    await store.close();
  });

  it("stays bounded while the database is away, and loses nothing", async () => {
    const outcomes = Array.from({ length: 30 }, () => "fail" as const);
    const store = fickleStore(outcomes);
    const clock = { now: 1e12 };
    const failures: number[] = [];
    const meter = new UsageMeter({
      store,
      flushMs: 1e9,
      now: () => clock.now,
      onFailure: (_, pending) => failures.push(pending),
    });
    for (let n = 0; n < 30; n++) {
      meter.add(usageRecord());
      assertEquals(await meter.flush(), false);
      clock.now += MINUTE_MS;
    }
    assertEquals(failures.at(-1), 30);
    assertEquals(meter.unflushedSeconds(clock.now), 1e6);
    assert(await meter.close());
    const minutes = new Set<number>();
    for await (const { start } of listMinutes(await store.kv(), ALWAYS)) {
      minutes.add(start);
    }
    assertEquals([minutes.size, requests(await storedTable(store))], [15, 30]);
    await store.close();
  });

  it("writes one value a flush under a usual load", async () => {
    const store = memoryStore();
    const meter = meterOn(store, { now: 1e12 });
    for (let n = 0; n < 500; n++) {
      meter.add(usageRecord({ accountId: `a${n % 20}`, durationMs: n }));
    }
    await meter.close();
    const values = await Array.fromAsync(listMinutes(await store.kv(), ALWAYS));
    assertEquals(values.length, 1);
    await store.close();
  });

  it("withstands invented names in memory, in the store and in its sums", async () => {
    const store = memoryStore();
    const meter = meterOn(store, { now: 1e12 });
    for (let n = 0; n < 20_000; n++) {
      meter.add(usageRecord({
        model: `\u0000invented ${n} `.repeat(20),
        keyId: `key-${n % 300}`,
        accountId: `account-${n % 170}`,
      }));
    }
    await meter.close();
    let bytes = 0;
    for await (const { value } of (await store.kv()).list({ prefix: [] })) {
      bytes += (value as Uint8Array).length;
    }
    assert(bytes < 500_000, `${bytes} bytes`);
    const table = await storedTable(store);
    assertEquals(requests(table), 20_000);
    DIMENSIONS.forEach((dimension, position) => {
      assert(table.fold([position]).size <= MAX_VALUES[dimension] + 1);
    });
    assert((table.fold([0]).find([OTHER])?.counters.requests ?? 0) > 19_000);
    await store.close();
  });
});

describe("UsageBook", () => {
  it("names no model that nobody serves", () => {
    const book = new UsageBook();
    book.add(usageRecord({
      model: "made up",
      status: 404,
      code: "model_not_found",
      accountId: undefined,
    }));
    assertEquals([...book.table.fold([0]).rows()][0]?.values, ["(unknown)"]);
  });

  it("takes no simulated cost for real", () => {
    const book = new UsageBook();
    book.add(usageRecord({ upstream: "simulator" }));
    const { counters } = book.table.total();
    assertEquals([counters.costMicroCents, counters.withCost], [0, 0]);
    assertEquals(counters.completionTokens, 50);
  });

  it("measures speed after the first token of a stream, else over the whole", () => {
    const speed = (more: Parameters<typeof usageRecord>[0]) => {
      const book = new UsageBook();
      book.add(usageRecord(more));
      const { count, sum } = book.table.total().histograms.milliTokensPerSecond;
      return count === 0 ? null : sum;
    };
    assertEquals(speed({}), 50_000);
    assertEquals(speed({ ttftMs: 1199 }), 41_667);
    assertEquals(speed({ stream: false, ttftMs: 900 }), 41_667);
    assertEquals(speed({ status: 499 }), null);
    assertEquals(speed({ completionTokens: undefined }), null);
  });

  it("takes less than 64 KiB for a minute of 600 usual requests", () => {
    const book = new UsageBook();
    for (let n = 0; n < 600; n++) {
      book.add(usageRecord({
        model: `model-${n % 8}`,
        accountId: `account-${n % 20}`,
        keyId: `key-${n % 3}`,
        durationMs: 37 * n,
        ttftMs: 5 * n,
      }));
    }
    assertEquals(encodeTable(book.table).length, 1);
  });
});
