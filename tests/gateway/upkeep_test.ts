import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals } from "@std/assert";
import { registerCrons } from "../../lib/gateway/crons.ts";
import { Upkeep, type UpkeepTask } from "../../lib/gateway/upkeep.ts";
import { memoryStore, Store } from "../../lib/store/kv.ts";

const failing = new Store({
  open: () => Promise.reject(new Error("none")),
  advice: "assign a KV database",
});

describe("Upkeep", () => {
  it("is done by one of two instances at a time", async () => {
    const store = memoryStore();
    const { promise: end, resolve: finish } = Promise.withResolvers<void>();
    let runs = 0;
    const tasks: UpkeepTask[] = [{
      name: "slow",
      run: () => {
        runs++;
        return end;
      },
    }];
    const [a, b] = ["a", "b"].map((instance) =>
      new Upkeep({ store, tasks, instance })
    );
    assert(a !== undefined && b !== undefined);
    const first = a.run();
    while (runs === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    assertEquals(await b.run(), false);
    assertEquals(runs, 1);
    finish();
    assertEquals(await first, true);
    assertEquals(await b.run(), true, "the claim was given back");
    assertEquals(runs, 2);
    await store.close();
  });

  it("takes over from an instance that died", async () => {
    const store = memoryStore();
    const clock = { now: 1e12 };
    const upkeep = (instance: string, run: UpkeepTask["run"]) =>
      new Upkeep({
        store,
        instance,
        tasks: [{ name: "task", run }],
        now: () => clock.now,
      });
    void upkeep("dead", () => new Promise(() => {})).run();
    const heir = upkeep("heir", () => Promise.resolve());
    while (await heir.run()) clock.now++;
    clock.now += 11 * 60_000;
    assertEquals(await heir.run(), true);
    await store.close();
  });

  it("runs the other tasks when one fails, and tells why", async () => {
    const store = memoryStore();
    const done: string[] = [];
    const upkeep = new Upkeep({
      store,
      instance: "a",
      tasks: [
        { name: "bad", run: () => Promise.reject(new Error("broken")) },
        { name: "good", run: () => Promise.resolve(done.push("good")) },
      ],
      onFailure: (cause, task) => done.push(`${task}: ${cause}`),
    });
    assertEquals(await upkeep.run(), true);
    assertEquals(done, ["bad: Error: broken", "good"]);
    await store.close();
  });

  it("never throws when there is no database", async () => {
    const failures: string[] = [];
    const upkeep = new Upkeep({
      store: failing,
      instance: "a",
      tasks: [],
      onFailure: (_, task) => failures.push(task),
    });
    assertEquals(await upkeep.run(), false);
    assertEquals(failures, ["upkeep"]);
  });

  it("tells a running task that the process is about to end", async () => {
    const store = memoryStore();
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const upkeep = new Upkeep({
      store,
      instance: "a",
      tasks: [{
        name: "long",
        run: (_, signal) => {
          begin();
          return new Promise((resolve) =>
            signal.addEventListener("abort", resolve)
          );
        },
      }],
    });
    const running = upkeep.run();
    await begun;
    await upkeep.close();
    assertEquals(await running, true);
    await store.close();
  });

  it("runs by itself until it is closed", async () => {
    const store = memoryStore();
    let runs = 0;
    const { promise: ran, resolve } = Promise.withResolvers<void>();
    const upkeep = new Upkeep({
      store,
      instance: "a",
      everyMs: 1,
      tasks: [{
        name: "count",
        run: () => Promise.resolve(++runs === 3 && resolve()),
      }],
    });
    upkeep.start();
    await ran;
    await upkeep.close();
    const after = runs;
    await new Promise((resolve) => setTimeout(resolve, 5));
    assertEquals(runs, after);
    await store.close();
  });
});

describe("registerCrons()", () => {
  it("registers on Deno Deploy where there are crons, and nowhere else", () => {
    const names: string[] = [];
    const cron = (name: string) => names.push(name);
    assertEquals(registerCrons({ cron }), false);
    Deno.env.set("DENO_DEPLOYMENT_ID", "x");
    try {
      assertEquals(registerCrons({}), false);
      assertEquals(registerCrons({ cron }), true);
    } finally {
      Deno.env.delete("DENO_DEPLOYMENT_ID");
    }
    assertEquals(names, ["upkeep"]);
  });
});
