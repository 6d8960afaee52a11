import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals } from "@std/assert";
import { memoryStore, Store } from "../lib/store/kv.ts";
import { ownerApp } from "./api/owner_app.ts";

describe("GET /readyz", () => {
  it("is not ready without a database, and says nothing of where it is", async () => {
    const store = new Store({
      open: () => Promise.reject(new Error("no such file: /srv/secret")),
      advice: "check KV_URL",
    });
    await using app = await ownerApp({ store });
    const res = await app.call("GET", "/readyz", { key: null });
    assertEquals(res.status, 503);
    const text = await res.text();
    assert(text.includes('"storage_unavailable"'));
    assert(!/secret|KV_URL/.test(text));
    const alive = await app.call("GET", "/healthz", { key: null });
    assertEquals([alive.status, await alive.json()], [200, { status: "ok" }]);
  });

  it("asks the database once a second, however often it is asked", async () => {
    const memory = memoryStore();
    let reads = 0;
    const kv = await memory.kv();
    const get = kv.get.bind(kv);
    await using app = await ownerApp({ store: memory });
    await app.services.ready();
    kv.get = ((...given: Parameters<typeof get>) => {
      if (given[0][0] === "readiness") reads++;
      return get(...given);
    }) as typeof kv.get;
    for (let n = 0; n < 20; n++) {
      assertEquals((await app.call("GET", "/readyz")).status, 200);
    }
    assert(reads === 1 || reads === 2, `${reads} reads`);
  });
});
