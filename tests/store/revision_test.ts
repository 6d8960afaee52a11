import { describe, it } from "@std/testing/bdd";
import { assertEquals } from "@std/assert";
import { memoryStore, Store } from "../../lib/store/kv.ts";
import { bumpRevision, watchRevision } from "../../lib/store/revision.ts";

/** Counts calls and lets a test wait for the n-th. */
function counter() {
  let count = 0;
  const waiting = new Map<number, () => void>();
  return {
    get count() {
      return count;
    },
    hit() {
      count++;
      waiting.get(count)?.();
    },
    reached(n: number): Promise<void> {
      if (count >= n) return Promise.resolve();
      return new Promise((resolve) => waiting.set(n, resolve));
    },
  };
}

async function bump(store: Store): Promise<void> {
  await bumpRevision((await store.kv()).atomic()).commit();
}

describe("watchRevision()", () => {
  it("reports the beginning and every change", async () => {
    const store = memoryStore();
    const changes = counter();
    const watch = watchRevision(store, () => Promise.resolve(changes.hit()));
    await changes.reached(1);
    await bump(store);
    await changes.reached(2);
    await bump(store);
    await changes.reached(3);
    await watch.close();
    await store.close();
  });

  it("reports a change that happens while an earlier one is handled", async () => {
    const store = memoryStore();
    const changes = counter();
    const watch = watchRevision(store, async () => {
      if (changes.count === 0) await bump(store);
      changes.hit();
    });
    await changes.reached(2);
    await watch.close();
    await store.close();
  });

  it("polls what a watch cannot see", async () => {
    const kv = await Deno.openKv(":memory:");
    kv.watch = () => new ReadableStream();
    const store = new Store({
      open: () => Promise.resolve(kv),
      advice: "",
      pollMs: 5,
    });
    const changes = counter();
    const watch = watchRevision(store, () => Promise.resolve(changes.hit()));
    await changes.reached(1);
    await bump(store);
    await changes.reached(2);
    await watch.close();
    await store.close();
  });

  it("calls again when handling failed or the database was away", async () => {
    let openings = 0;
    const store = new Store({
      open: () =>
        ++openings === 1
          ? Promise.reject(new Error("away"))
          : Deno.openKv(":memory:"),
      advice: "",
      pollMs: 5,
      retryMs: 0,
    });
    const calls = counter();
    const errors: unknown[] = [];
    const watch = watchRevision(store, () => {
      calls.hit();
      return calls.count === 1
        ? Promise.reject(new Error("handling failed"))
        : Promise.resolve();
    }, { onError: (cause) => errors.push(cause) });
    await calls.reached(2);
    assertEquals(errors.map((error) => (error as Error).name), [
      "ApiError",
      "Error",
    ]);
    await watch.close();
    await store.close();
  });

  it("falls silent after closing, in either order", async () => {
    const store = memoryStore();
    const changes = counter();
    const watch = watchRevision(store, () => Promise.resolve(changes.hit()));
    await changes.reached(1);
    await watch.close();
    await bump(store);
    assertEquals(changes.count, 1);
    const second = watchRevision(store, () => Promise.resolve(changes.hit()));
    await changes.reached(2);
    await store.close();
    await second.close();
  });
});
