import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { Recorder } from "../../../lib/gateway/requests/recorder.ts";
import { memoryStore } from "../../../lib/store/kv.ts";
import {
  MAX_COMMIT_RECORDS,
  putRequests,
} from "../../../lib/store/requests/requests.ts";
import { listRequests } from "../../../lib/store/requests/search.ts";
import { endOfTail, readTail } from "../../../lib/store/requests/tail.ts";
import type { RequestRecord } from "../../../lib/store/requests/record.ts";

function record(n: number): RequestRecord {
  return {
    id: String(n).padStart(8, "0"),
    at: n,
    keyId: "k",
    surface: "chat_completions",
    model: "m",
    attempts: [],
    status: 200,
    durationMs: 1,
    stream: true,
    upstream: "puter",
  };
}

type Outcome = "stored" | "lost" | "stored_but_failed" | "partly";

/** A store in memory that fails as told, then works. */
class FickleStore {
  readonly stored = new Map<string, RequestRecord>();
  readonly #outcomes: Outcome[];
  #running = 0;
  commits = 0;
  mostAtOnce = 0;

  constructor(outcomes: Outcome[] = []) {
    this.#outcomes = [...outcomes];
  }

  async commit(records: RequestRecord[]): Promise<number> {
    this.commits++;
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.#running);
    const outcome = this.#outcomes.shift() ?? "stored";
    await Promise.resolve();
    this.#running--;
    if (outcome === "lost") throw new Error("database is locked");
    const count = outcome === "partly" ? 1 : records.length;
    for (const taken of records.slice(0, count)) {
      this.stored.set(taken.id, taken);
    }
    if (outcome === "stored_but_failed") throw new Error("connection lost");
    return count;
  }
}

function recorderFor(store: FickleStore, maxPending = 10_000): Recorder {
  return new Recorder({
    commit: (records) => store.commit(records),
    flushMs: 60_000,
    maxPending,
  });
}

async function flushUntilEmpty(recorder: Recorder): Promise<void> {
  for (let i = 0; i < 100 && recorder.pending > 0; i++) await recorder.flush();
}

describe("Recorder", () => {
  it("stores many records in one commit", async () => {
    const store = new FickleStore();
    const recorder = recorderFor(store);
    for (let n = 0; n < 70; n++) recorder.push(record(n));
    assertEquals(store.commits, 0);
    assertEquals(await recorder.close(), true);
    assertEquals(store.commits, 1);
    assertEquals(store.stored.size, 70);
  });

  it("stores by itself after the flush time", async () => {
    const { promise, resolve } = Promise.withResolvers<RequestRecord[]>();
    const recorder = new Recorder({
      commit: (records) => {
        resolve(records);
        return Promise.resolve(records.length);
      },
      flushMs: 2,
    });
    recorder.push(record(1));
    assertEquals((await promise).map(({ at }) => at), [1]);
    assertEquals(await recorder.close(), true);
  });

  it("stores a full commit at once, but not inside push", async () => {
    const { promise, resolve } = Promise.withResolvers<number>();
    let isPushing = true;
    const recorder = new Recorder({
      commit: (records) => {
        assertEquals(isPushing, false);
        resolve(records.length);
        return Promise.resolve(records.length);
      },
      flushMs: 60_000,
    });
    for (let n = 0; n < MAX_COMMIT_RECORDS; n++) recorder.push(record(n));
    isPushing = false;
    assertEquals(await promise, MAX_COMMIT_RECORDS);
    await recorder.close();
  });

  it("tries again by itself after a failure, and tells of it", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const failures: number[] = [];
    let commits = 0;
    const recorder = new Recorder({
      commit: (records) => {
        if (++commits === 1) return Promise.reject(new Error("away"));
        resolve();
        return Promise.resolve(records.length);
      },
      flushMs: 1,
      onFailure: (_cause, pending) => failures.push(pending),
    });
    recorder.push(record(1));
    recorder.push(record(2));
    await promise;
    assertEquals(failures, [2]);
    assertEquals(await recorder.close(), true);
    assertEquals(recorder.pending, 0);
  });

  it("drops the oldest beyond its bound and counts them", async () => {
    const store = new FickleStore();
    const recorder = recorderFor(store, 10);
    for (let n = 0; n < 25; n++) recorder.push(record(n));
    assertEquals(recorder.pending, 10);
    assertEquals(recorder.dropped, 15);
    await recorder.close();
    assertEquals([...store.stored.values()].map(({ at }) => at)[0], 15);
  });

  it("answers false from flush while the store is away", async () => {
    const store = new FickleStore(["lost"]);
    const recorder = recorderFor(store);
    recorder.push(record(1));
    assertEquals(await recorder.flush(), false);
    assertEquals(recorder.pending, 1);
    assertEquals(await recorder.close(), true);
  });

  it("goes on working when records come after everything was flushed", async () => {
    const store = new FickleStore();
    const recorder = new Recorder({
      commit: (records) => store.commit(records),
      flushMs: 1,
    });
    for (let n = 0; n < 3; n++) {
      recorder.push(record(n));
      const flushed = recorder.flush();
      recorder.push(record(100 + n));
      await Promise.all([flushed, recorder.flush()]);
      await new Promise((resolve) => setTimeout(resolve, 4));
    }
    recorder.push(record(999));
    for (let i = 0; i < 200 && recorder.pending > 0; i++) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    assertEquals(store.stored.size, 7);
    await recorder.close();
  });

  it("loses nothing and doubles nothing, whatever fails", async () => {
    const outcome = fc.constantFrom<Outcome>(
      "stored",
      "lost",
      "stored_but_failed",
      "partly",
    );
    const step = fc.oneof(
      fc.record({ push: fc.integer({ min: 1, max: 900 }) }),
      fc.constant("flush" as const),
      fc.constant("settle" as const),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 12 }),
        fc.array(outcome, { maxLength: 20 }),
        fc.integer({ min: 1, max: 1500 }),
        async (steps, outcomes, maxPending) => {
          const store = new FickleStore(outcomes);
          const recorder = recorderFor(store, maxPending);
          const pushed: RequestRecord[] = [];
          const flushes: Promise<boolean>[] = [];
          for (const next of steps) {
            if (next === "flush") flushes.push(recorder.flush());
            else if (next === "settle") await Promise.all(flushes);
            else {
              for (let n = 0; n < next.push; n++) {
                pushed.push(record(pushed.length));
                recorder.push(pushed[pushed.length - 1] ?? record(0));
              }
            }
            assert(recorder.pending <= maxPending + 500);
          }
          await Promise.all(flushes);
          await flushUntilEmpty(recorder);
          await recorder.close();
          assertEquals(recorder.pending, 0);
          assert(store.mostAtOnce <= 1);
          const missing = pushed.filter(({ id }) => !store.stored.has(id));
          assert(missing.length <= recorder.dropped);
          if (!outcomes.includes("stored_but_failed")) {
            assertEquals(missing.length, recorder.dropped);
          }
          if (pushed.length <= maxPending) assertEquals(recorder.dropped, 0);
          for (const kept of pushed.slice(-maxPending)) {
            assert(store.stored.has(kept.id));
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it("fills the store's list through real commits", async () => {
    const store = memoryStore();
    const recorder = new Recorder({
      commit: (records) => putRequests(store, records, { keepMs: 60_000 }),
    });
    for (let n = 0; n < 1200; n++) recorder.push(record(n));
    assertEquals(await recorder.close(), true);
    const page = await listRequests(store, { limit: 1201 });
    assertEquals(page.records.length, 1200);
    assertEquals(page.records[0]?.at, 1199);
    await store.close();
  });

  it("shows each record once in the log and its tail, whatever fails", async () => {
    const outcomes: Outcome[] = ["stored", "lost", "stored_but_failed"];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...outcomes), { maxLength: 12 }),
        fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 8 }),
        async (faults, pushes) => {
          const store = memoryStore();
          const begin = await endOfTail(store);
          const left = [...faults];
          const recorder = new Recorder({
            flushMs: 60_000,
            commit: async (records, again) => {
              const fault = left.shift() ?? "stored";
              if (fault === "lost") throw new Error("database is locked");
              const options = { keepMs: 60_000, again };
              const count = await putRequests(store, records, options);
              if (fault === "stored") return count;
              throw new Error("connection lost");
            },
          });
          let made = 0;
          for (const count of pushes) {
            for (let n = 0; n < count; n++) recorder.push(record(made++));
            await recorder.flush();
          }
          await flushUntilEmpty(recorder);
          await recorder.close();
          const all = Array.from({ length: made }, (_, n) => n);
          const page = await listRequests(store, { limit: 1000 });
          assertEquals(page.records.map(({ at }) => at).reverse(), all);
          const seen: number[] = [];
          for (let next = begin;;) {
            const part = await readTail(store, next);
            seen.push(...part.entries.map((entry) => entry.record.at));
            if (part.next.batch === next.batch) break;
            next = part.next;
          }
          assertEquals(seen, all);
          await store.close();
        },
      ),
      { numRuns: 60 },
    );
  });
});
