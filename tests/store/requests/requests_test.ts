import { describe, it } from "@std/testing/bdd";
import { assertEquals } from "@std/assert";
import { memoryStore } from "../../../lib/store/kv.ts";
import {
  getRequest,
  MAX_COMMIT_RECORDS,
  putRequests,
} from "../../../lib/store/requests/requests.ts";
import { listRequests } from "../../../lib/store/requests/search.ts";
import type {
  AttemptRecord,
  RequestRecord,
} from "../../../lib/store/requests/record.ts";
import { requestRecord } from "./records.ts";

const KEEP = { keepMs: 60_000 };

function record(n: number, more: Partial<RequestRecord> = {}): RequestRecord {
  return {
    id: `req_${String(n).padStart(6, "0")}`,
    at: n,
    keyId: "k",
    surface: "chat_completions",
    model: "gpt-5-nano",
    attempts: [],
    status: 200,
    durationMs: 12,
    stream: false,
    upstream: "puter",
    ...more,
  };
}

function ids(records: RequestRecord[]): number[] {
  return records.map(({ at }) => at);
}

describe("putRequests()", () => {
  it("stores records as given", async () => {
    const store = memoryStore();
    const attempt: AttemptRecord = {
      accountId: "a",
      status: 429,
      code: "too_many_requests",
      blame: "account",
      ms: 7,
    };
    const given = record(1, { ttftMs: 5, attempts: [attempt] });
    assertEquals(await putRequests(store, [given], KEEP), 1);
    assertEquals(await getRequest(store, given.id), given);
    await store.close();
  });

  it("stores one record once, however often it is given", async () => {
    const store = memoryStore();
    await putRequests(store, [record(1), record(2)], KEEP);
    await putRequests(store, [record(1), record(2)], KEEP);
    const page = await listRequests(store, { limit: 10 });
    assertEquals(ids(page.records), [2, 1]);
    await store.close();
  });

  it("takes no more than one commit holds", async () => {
    const store = memoryStore();
    const many = Array.from({ length: 700 }, (_, n) => requestRecord(n));
    assertEquals(await putRequests(store, many, KEEP), MAX_COMMIT_RECORDS);
    await store.close();
  });

  it("takes what a failed call stored for stored when asked again", async () => {
    const store = memoryStore();
    const many = Array.from({ length: 25 }, (_, n) => record(n));
    await putRequests(store, many.slice(0, 13), KEEP);
    const again = { ...KEEP, again: true };
    assertEquals(await putRequests(store, many, again), 13);
    assertEquals(await putRequests(store, many.slice(13), again), 12);
    await store.close();
  });

  it("loses nothing when several instances store at the same time", async () => {
    const store = memoryStore();
    const many = Array.from({ length: 12 }, (_, n) => record(n));
    await Promise.all(many.map((one) => putRequests(store, [one], KEEP)));
    const page = await listRequests(store, { limit: 20 });
    assertEquals(ids(page.records), many.map(({ at }) => at).reverse());
    await store.close();
  });

  it("cuts what clients made long, and takes fewer of the largest", async () => {
    const store = memoryStore();
    const long = "\u{4e00}".repeat(5000);
    const attempt = {
      accountId: long,
      status: 500,
      code: long,
      blame: null,
      ms: 1,
    };
    const fat = Array.from(
      { length: 500 },
      (_, n) =>
        record(n, {
          model: long,
          keyName: long,
          attempts: Array(99).fill(attempt),
        }),
    );
    let rest = fat;
    while (rest.length > 0) {
      rest = rest.slice(await putRequests(store, rest, KEEP));
    }
    const stored = await getRequest(store, record(0).id);
    assertEquals(stored?.model.length, 200);
    assertEquals(stored?.attempts.length, 16);
    assertEquals(
      (await listRequests(store, { limit: 500 })).records.length,
      500,
    );
    await store.close();
  });
});

describe("listRequests()", () => {
  it("pages from the newest to the oldest without gaps", async () => {
    const store = memoryStore();
    const all = Array.from({ length: 5 }, (_, n) => record(n));
    await putRequests(store, all, KEEP);
    const first = await listRequests(store, { limit: 2 });
    assertEquals(ids(first.records), [4, 3]);
    await putRequests(store, [record(9)], KEEP);
    const cursor = first.cursor ?? "";
    const second = await listRequests(store, { limit: 2, cursor });
    assertEquals(ids(second.records), [2, 1]);
    const last = await listRequests(store, {
      limit: 2,
      cursor: second.cursor ?? "",
    });
    assertEquals(ids(last.records), [0]);
    assertEquals(last.cursor, null);
    await store.close();
  });

  it("has no further page when the last one is full", async () => {
    const store = memoryStore();
    await putRequests(store, [record(0), record(1)], KEEP);
    assertEquals((await listRequests(store, { limit: 2 })).cursor, null);
    await store.close();
  });
});
