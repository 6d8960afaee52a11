import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { RequestFeed } from "../../../lib/gateway/requests/feed.ts";
import { Store } from "../../../lib/store/kv.ts";
import {
  endOfTail,
  formatPosition,
  parsePosition,
} from "../../../lib/store/requests/tail.ts";
import type { RequestRecord } from "../../../lib/store/requests/record.ts";
import { putRequests } from "../../../lib/store/requests/requests.ts";
import { requestRecord } from "../../store/requests/records.ts";

const KEEP = { keepMs: 60_000 };
const FILTER = { key: ["k1"] };

/** Reads `count` records from a position; says where it would go on. */
async function look(
  feed: RequestFeed,
  after: string,
  count: number,
): Promise<{ ids: string[]; after: string }> {
  const body = feed.open({ filter: FILTER, after: parsePosition(after) });
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  const ids: string[] = [];
  let last = after;
  let text = "";
  while (ids.length < count) {
    const { value, done } = await reader.read();
    assert(!done, "the stream ended");
    text += value;
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      assert(!block.includes("event: gap"), "a gap");
      // A viewer may leave between any two events of a chunk.
      if (ids.length >= count) break;
      last = /^id: (.+)$/m.exec(block)?.[1] ?? last;
      const data = /^data: (.+)$/m.exec(block)?.[1];
      if (data !== undefined) ids.push(JSON.parse(data).id);
    }
  }
  await reader.cancel();
  return { ids, after: last };
}

describe("RequestFeed", () => {
  it("loses and repeats nothing, whoever writes and however often a viewer leaves", async () => {
    const batch = fc.array(fc.constantFrom("k1", "k2"), { maxLength: 6 });
    const step = fc.oneof(
      fc.record({ put: fc.tuple(batch, batch, batch) }),
      fc.record({ look: fc.integer({ min: 1, max: 8 }) }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 15 }),
        async (steps) => {
          const kv = await Deno.openKv(":memory:");
          const open = () => Promise.resolve(kv);
          const stores = [1, 2, 3].map(() => new Store({ open, advice: "" }));
          const feeds = stores.map((store) =>
            new RequestFeed({
              store,
              keepAliveMs: () => 10_000,
              onError: (cause) => {
                throw cause;
              },
            })
          );
          const [store = new Store({ open, advice: "" })] = stores;
          let after = formatPosition(await endOfTail(store));
          const wanted: string[] = [];
          const seen: string[] = [];
          let made = 0;
          async function see(most: number, turn: number): Promise<void> {
            const count = Math.min(most, wanted.length - seen.length);
            const feed = feeds[turn % feeds.length];
            if (feed === undefined || count === 0) return;
            const result = await look(feed, after, count);
            after = result.after;
            seen.push(...result.ids);
          }
          for (const [turn, next] of steps.entries()) {
            if ("look" in next) {
              await see(next.look, turn);
              continue;
            }
            const batches = next.put.map((keys) =>
              keys.map((keyId): RequestRecord => {
                const record = requestRecord(1000 - made++, { keyId });
                if (keyId === "k1") wanted.push(record.id);
                return record;
              })
            );
            await Promise.all(
              batches.map((records, at) =>
                putRequests(stores[at] ?? store, records, KEEP)
              ),
            );
          }
          await see(Infinity, 0);
          assertEquals(seen.toSorted(), wanted.toSorted());
          assertEquals(new Set(seen).size, seen.length);
          for (const feed of feeds) assertEquals(feed.viewers, 0);
          await Promise.all(feeds.map((feed) => feed.close()));
          kv.close();
        },
      ),
      { numRuns: 60 },
    );
  });
});
