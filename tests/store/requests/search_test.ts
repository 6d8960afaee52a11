import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { memoryStore, type Store } from "../../../lib/store/kv.ts";
import type { RequestFilter } from "../../../lib/store/requests/filter.ts";
import type { RequestRecord } from "../../../lib/store/requests/record.ts";
import { listRequests } from "../../../lib/store/requests/search.ts";
import { putRequests } from "../../../lib/store/requests/requests.ts";
import {
  anyFilter,
  anyRecordPart,
  BEGIN,
  idAt,
  isWanted,
  requestRecord,
} from "./records.ts";

const KEEP = { keepMs: 60_000 };

async function putAll(store: Store, records: RequestRecord[]): Promise<void> {
  for (let rest = records; rest.length > 0;) {
    rest = rest.slice(await putRequests(store, rest, KEEP));
  }
}

interface Paging {
  limit: number;
  filter?: RequestFilter;
  maxWork?: number;
}

/** Ids of all pages in turn; every cursor must lie below the one before. */
async function allPages(store: Store, paging: Paging): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  for (;;) {
    const page = await listRequests(store, { ...paging, cursor });
    assert(page.records.length <= paging.limit);
    ids.push(...page.records.map(({ id }) => id));
    if (page.cursor === null) return ids;
    assert(cursor === undefined || page.cursor < cursor, "no progress");
    cursor = page.cursor;
  }
}

function idsOf(records: RequestRecord[]): string[] {
  return records.map(({ id }) => id).sort().reverse();
}

describe("listRequests() with a filter", () => {
  it("finds what a plain scan finds, on pages of any size", async () => {
    const spanMs = 12;
    const part = fc.tuple(fc.integer({ min: 0, max: spanMs }), anyRecordPart);
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { maxLength: 40 }),
        fc.array(anyFilter(spanMs), { minLength: 6, maxLength: 6 }),
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom(1, 60, 6000),
        async (parts, filters, limit, maxWork) => {
          const store = memoryStore();
          const records = parts.map(([ms, more], n) =>
            requestRecord(ms, { ...more, id: idAt(BEGIN + ms, n) })
          );
          await putAll(store, records);
          for (const filter of [{}, ...filters]) {
            const expected = records.filter((one) => isWanted(one, filter));
            assertEquals(
              await allPages(store, { limit, filter, maxWork }),
              idsOf(expected),
            );
          }
          await store.close();
        },
      ),
      { numRuns: 150 },
    );
  });

  it("tells accounts apart that share index entries", async () => {
    const store = memoryStore();
    const accounts = Array.from({ length: 100 }, (_, n) => `account-${n}`);
    const records = Array.from({ length: 300 }, (_, n) => {
      const failed = accounts[(n * 7) % accounts.length] as string;
      const served = accounts[n % accounts.length] as string;
      const attempts = [failed, served].map((accountId) => ({
        accountId,
        status: 200,
        code: null,
        blame: null,
        ms: 1,
      }));
      return requestRecord(n, { id: idAt(BEGIN + n, n), attempts });
    });
    await putAll(store, records);
    for (const account of accounts) {
      const filter = { account: [account] };
      const expected = records.filter((one) => isWanted(one, filter));
      assert(expected.length > 2);
      assertEquals(
        await allPages(store, { limit: 4, filter }),
        idsOf(expected),
      );
    }
    await store.close();
  });

  for (const spacing of [1, 300]) {
    it(`finds the same among many that come every ${spacing} ms`, async () => {
      const store = memoryStore();
      const [rare] = fc.sample(
        fc.array(anyRecordPart, { minLength: 60, maxLength: 60 }),
        { numRuns: 1, seed: 7 },
      );
      const records = Array.from({ length: 3000 }, (_, n) => {
        // Runs of equal records, with others here and there.
        const more = n % 97 === 5 ? rare?.[(n * 7) % 60] : undefined;
        const keyId = n % 300 < 200 ? "k1" : "k2";
        return requestRecord(n * spacing, { keyId, ...more });
      });
      await putAll(store, records);
      async function check(paging: Paging): Promise<void> {
        const filter = paging.filter ?? {};
        const expected = records.filter((one) => isWanted(one, filter));
        assertEquals(await allPages(store, paging), idsOf(expected));
      }
      const beside: RequestFilter[] = [
        { surface: ["chat_completions"] },
        { outcome: ["ok"], account: ["a1"], model: ["gpt-5-nano", "claude"] },
        { key: ["k1", "k2"] },
      ];
      for (const limit of [3, 30, 200]) {
        for (const filter of beside) {
          await check({ limit, filter: { key: ["k3"], ...filter } });
          await check({ limit, filter: { account: ["a2"], ...filter } });
          await check({ limit, filter: { blame: ["plan"], ...filter } });
        }
      }
      await fc.assert(
        fc.asyncProperty(
          anyFilter(3000 * spacing),
          fc.integer({ min: 1, max: 200 }),
          fc.constantFrom(1, 400, 3000),
          (filter, limit, maxWork) => check({ filter, limit, maxWork }),
        ),
        { numRuns: 30 },
      );
      await store.close();
    });
  }

  it("bounds its work when two frequent values never meet", async () => {
    const store = memoryStore();
    const records = Array.from(
      { length: 4000 },
      (_, n) =>
        requestRecord(
          n,
          n % 2 === 0 ? { keyId: "even" } : { accountId: "odd" },
        ),
    );
    await putAll(store, records);
    const filter = { key: ["even"], account: ["odd"] };
    const page = await listRequests(store, {
      limit: 10,
      filter,
      maxWork: 150,
    });
    assertEquals(page.records, []);
    assert(page.cursor !== null, "it looked at everything");
    assertEquals(
      await allPages(store, { limit: 10, filter, maxWork: 150 }),
      [],
    );
    await store.close();
  });

  it("leaps over a frequent value's entries to a rare one's", async () => {
    const store = memoryStore();
    const records = Array.from(
      { length: 3000 },
      (_, n) =>
        requestRecord(
          2000 * n,
          n % 1000 === 7 ? { keyId: "rare" } : {},
        ),
    );
    await putAll(store, records);
    const filter: RequestFilter = { key: ["rare"], outcome: ["ok"] };
    const page = await listRequests(store, { limit: 50, filter, maxWork: 300 });
    assertEquals(page.records.map(({ at }) => (at - BEGIN) / 2000), [
      2007,
      1007,
      7,
    ]);
    assertEquals(page.cursor, null);
    await store.close();
  });

  it("hides what is past its time, whatever KV still holds", async () => {
    const store = memoryStore();
    await putRequests(store, [requestRecord(1)], { keepMs: 1000 });
    await putRequests(store, [requestRecord(2)], { keepMs: 5000 });
    for (const filter of [{}, { key: ["k1"] }]) {
      const now = Date.now() + 2000;
      const { records } = await listRequests(store, { limit: 9, filter, now });
      assertEquals(records.map(({ at }) => at - BEGIN), [2]);
    }
    await store.close();
  });
});
