import { describe, it } from "@std/testing/bdd";
import { assertEquals } from "@std/assert";
import { memoryStore, type Store } from "../../../lib/store/kv.ts";
import { TAIL } from "../../../lib/store/requests/keys.ts";
import {
  endOfTail,
  formatPosition,
  parsePosition,
  readTail,
  type TailPosition,
} from "../../../lib/store/requests/tail.ts";
import { putRequests } from "../../../lib/store/requests/requests.ts";
import { BEGIN, requestRecord } from "./records.ts";

async function put(store: Store, ...numbers: number[]): Promise<void> {
  const records = numbers.map((n) => requestRecord(n));
  await putRequests(store, records, { keepMs: 60_000 });
}

/** Numbers of all records from a position on, and where the tail ends. */
async function drain(
  store: Store,
  from: TailPosition,
): Promise<{ seen: number[]; next: TailPosition }> {
  const seen: number[] = [];
  for (let next = from;;) {
    const part = await readTail(store, next);
    seen.push(...part.entries.map(({ record }) => record.at - BEGIN));
    if (formatPosition(part.next) === formatPosition(next)) {
      return { seen, next };
    }
    next = part.next;
  }
}

describe("readTail()", () => {
  it("gives records in the order they were stored, old ids included", async () => {
    const store = memoryStore();
    await put(store, 1);
    const begin = await endOfTail(store);
    await put(store, 9, 8);
    await put(store, 2);
    const { seen, next } = await drain(store, begin);
    assertEquals(seen, [9, 8, 2]);
    await put(store, 3);
    assertEquals((await drain(store, next)).seen, [3]);
    await store.close();
  });

  it("goes on behind any record, within a commit too", async () => {
    const store = memoryStore();
    const begin = await endOfTail(store);
    for (let n = 0; n < 30; n += 3) await put(store, n, n + 1, n + 2);
    const all = (await drain(store, begin)).seen;
    assertEquals(all, Array.from({ length: 30 }, (_, n) => n));
    for (let from = begin, at = 0; at < 30;) {
      const { entries, next } = await readTail(store, from);
      for (const entry of entries) {
        const again = parsePosition(formatPosition(entry.next));
        at++;
        assertEquals((await drain(store, again)).seen, all.slice(at));
      }
      from = next;
    }
    await store.close();
  });

  it("tells of a gap when what is wanted is no longer there", async () => {
    const store = memoryStore();
    const begin = await endOfTail(store);
    await put(store, 1);
    await put(store, 2);
    const kv = await store.kv();
    await kv.delete([...TAIL, begin.batch]);
    const part = await readTail(store, begin);
    assertEquals(part.hasGap, true);
    assertEquals(part.entries.map(({ record }) => record.at - BEGIN), [2]);
    await kv.delete([...TAIL, begin.batch + 1]);
    const rest = await readTail(store, begin);
    assertEquals([rest.hasGap, rest.entries, rest.next], [true, [], part.next]);
    const ahead = await readTail(store, { batch: 900, index: 3 });
    assertEquals([ahead.hasGap, ahead.next], [true, part.next]);
    await store.close();
  });
});
