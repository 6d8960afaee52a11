import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { memoryStore, type Store } from "../../../lib/store/kv.ts";
import {
  deleteRequest,
  deleteRequests,
} from "../../../lib/store/requests/delete.ts";
import { indexKeys, TAIL } from "../../../lib/store/requests/keys.ts";
import type { RequestRecord } from "../../../lib/store/requests/record.ts";
import { purge } from "../../../lib/store/requests/retention.ts";
import {
  findRequests,
  listRequests,
} from "../../../lib/store/requests/search.ts";
import { endOfTail, readTail } from "../../../lib/store/requests/tail.ts";
import { putRequests } from "../../../lib/store/requests/requests.ts";
import {
  anyFilter,
  anyRecordPart,
  BEGIN,
  idAt,
  isWanted,
  requestRecord,
} from "./records.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

async function putAll(
  store: Store,
  records: RequestRecord[],
  keepMs = DAY_MS,
): Promise<void> {
  for (let rest = records; rest.length > 0;) {
    rest = rest.slice(await putRequests(store, rest, { keepMs }));
  }
}

/** Everything in the database, as text. */
async function dump(store: Store): Promise<string[]> {
  const kv = await store.kv();
  const entries = kv.list({ prefix: [] });
  return await Array.fromAsync(
    entries,
    ({ key, value }) => JSON.stringify([key, value]),
  );
}

/** Entries besides those of the tail, which name no deleted record. */
async function countEntries(store: Store): Promise<number> {
  const tail = JSON.stringify(TAIL).slice(0, -1);
  const all = await dump(store);
  return all.filter((entry) => !entry.startsWith(`[${tail}`)).length;
}

/** The number of the last commit stays: viewers count on it. */
const HEAD_ENTRIES = 1;

/** Entries that the records that are there need, and the number. */
async function entriesNeeded(store: Store): Promise<number> {
  const { found } = await findRequests(await store.kv(), { limit: 999 });
  const indexes = found.flatMap(({ record, batch }) =>
    indexKeys(record).map((key) => [...key, batch].join())
  );
  return HEAD_ENTRIES + found.length + new Set(indexes).size;
}

async function idsLeft(store: Store): Promise<string[]> {
  const { records } = await listRequests(store, { limit: 1000 });
  return records.map(({ id }) => id).sort();
}

describe("deleteRequests()", () => {
  it("leaves nothing of what it deletes and all of the rest", async () => {
    const spanMs = 10;
    const part = fc.tuple(fc.integer({ min: 0, max: spanMs }), anyRecordPart);
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { minLength: 1, maxLength: 40 }),
        anyFilter(spanMs),
        async (parts, filter) => {
          const store = memoryStore();
          const records = parts.map(([ms, more], n) =>
            requestRecord(ms, { ...more, id: idAt(BEGIN + ms, n) })
          );
          await putAll(store, records.slice(0, 20));
          await putAll(store, records.slice(20));
          const result = await deleteRequests(store, filter, () => false);
          const gone = records.filter((one) => isWanted(one, filter));
          const left = records.filter((one) => !isWanted(one, filter));
          assertEquals(result, { deleted: gone.length, isComplete: true });
          assertEquals(await idsLeft(store), left.map(({ id }) => id).sort());
          const text = (await dump(store)).join("\n");
          for (const { id } of gone) assert(!text.includes(id), id);
          assertEquals(await countEntries(store), await entriesNeeded(store));
          await store.close();
        },
      ),
      { numRuns: 100 },
    );
  });

  it("deletes everything, however many, in as many calls as it takes", async () => {
    const store = memoryStore();
    const many = Array.from({ length: 1000 }, (_, n) => requestRecord(n));
    await putAll(store, many);
    let calls = 0;
    let deleted = 0;
    for (let isComplete = false; !isComplete; calls++) {
      const result = await deleteRequests(store, {}, () => true);
      deleted += result.deleted;
      isComplete = result.isComplete;
    }
    assertEquals(deleted, 1000);
    assert(calls > 1);
    assertEquals(await countEntries(store), HEAD_ENTRIES);
    await store.close();
  });

  it("takes one of two out of more entries than a commit may check", async () => {
    const store = memoryStore();
    for (let n = 0; n < 60; n++) {
      const at = BEGIN + n * 5000;
      await putAll(store, [
        requestRecord(n, { id: idAt(at, 1) }),
        requestRecord(n, { id: idAt(at, 2), keyId: "k2" }),
      ]);
    }
    const filter = { key: ["k2"] };
    const result = await deleteRequests(store, filter, () => false);
    assertEquals(result, { deleted: 60, isComplete: true });
    assertEquals(await countEntries(store), await entriesNeeded(store));
    for (const one of [{}, { key: ["k1"] }, { account: ["a1"] }]) {
      const page = await listRequests(store, { limit: 99, filter: one });
      assertEquals(page.records.length, 60);
    }
    const none = await listRequests(store, { limit: 99, filter });
    assertEquals(none.records, []);
    await store.close();
  });

  it("shows viewers of the tail the rest, and no gap", async () => {
    const store = memoryStore();
    const begin = await endOfTail(store);
    await putAll(store, [1, 2, 3].map((n) => requestRecord(n)));
    assertEquals(await deleteRequest(store, requestRecord(2).id), true);
    const { entries, hasGap } = await readTail(store, begin);
    assertEquals(entries.map(({ record }) => record.at - BEGIN), [1, 3]);
    assertEquals(entries.map(({ next }) => next.index), [1, 3]);
    assertEquals(hasGap, false);
    assertEquals(await deleteRequest(store, requestRecord(2).id), false);
    await store.close();
  });
});

describe("purge()", () => {
  it("deletes what is past its time, oldest first and in steps", async () => {
    const store = memoryStore();
    const many = Array.from({ length: 500 }, (_, n) => requestRecord(n));
    await putAll(store, many.slice(0, 400), DAY_MS);
    await putAll(store, many.slice(400), 3 * DAY_MS);
    const now = Date.now();
    const nothing = { records: 0, bodies: 0, isComplete: true };
    assertEquals(await purge(store, now, { limit: 300 }), nothing);
    const later = now + 2 * DAY_MS;
    const first = await purge(store, later, { limit: 300 });
    assertEquals([first.records, first.isComplete], [300, false]);
    assertEquals((await idsLeft(store))[0], many[300]?.id);
    const second = await purge(store, later, { limit: 300 });
    assertEquals([second.records, second.isComplete], [100, true]);
    assertEquals(await idsLeft(store), many.slice(400).map(({ id }) => id));
    await purge(store, now + 4 * DAY_MS, { limit: 300 });
    assertEquals(await countEntries(store), HEAD_ENTRIES);
    await store.close();
  });

  it("lets older records go when the time was made shorter", async () => {
    const store = memoryStore();
    const now = BEGIN + 10 * DAY_MS;
    await putAll(
      store,
      [1, 6, 9].map((day) =>
        requestRecord(0, { id: idAt(BEGIN + day * DAY_MS, day) })
      ),
      365 * DAY_MS,
    );
    await purge(store, now, { limit: 100, keepMs: 5 * DAY_MS });
    assertEquals((await idsLeft(store)).length, 2);
    await store.close();
  });
});
