import { describe, it } from "@std/testing/bdd";
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { readConfig } from "../../lib/config.ts";
import { ApiError } from "../../lib/http/errors.ts";
import { memoryStore, openStore, Store } from "../../lib/store/kv.ts";

function failingStore(failures: number, retryMs: number) {
  const calls = { count: 0 };
  const store = new Store({
    open: () => {
      calls.count++;
      return calls.count <= failures
        ? Promise.reject(new Error("no KV database is attached"))
        : Deno.openKv(":memory:");
    },
    advice: "assign a database",
    retryMs,
  });
  return { store, calls };
}

function configOf(env: Record<string, string>) {
  return readConfig((name) => env[name]);
}

describe("Store", () => {
  it("opens nothing before the first use, then once", async () => {
    const { store, calls } = failingStore(0, 0);
    assertEquals(calls.count, 0);
    const [first, second] = await Promise.all([store.kv(), store.kv()]);
    assertEquals(first, second);
    assertEquals(calls.count, 1);
    await store.close();
  });

  it("answers 503 with advice when the database cannot be opened", async () => {
    const { store } = failingStore(1, 60_000);
    const error = await assertRejects(() => store.kv(), ApiError);
    assertEquals(error.status, 503);
    assertEquals(error.code, "storage_unavailable");
    assertStringIncludes(error.message, "assign a database");
    await store.close();
  });

  it("tries again after the pause and not before", async () => {
    const patient = failingStore(1, 60_000);
    await assertRejects(() => patient.store.kv(), ApiError);
    await assertRejects(() => patient.store.kv(), ApiError);
    assertEquals(patient.calls.count, 1);
    const eager = failingStore(1, 0);
    await assertRejects(() => eager.store.kv(), ApiError);
    await eager.store.kv();
    assertEquals(eager.calls.count, 2);
    await Promise.all([patient.store.close(), eager.store.close()]);
  });

  it("fails after closing, which may happen twice", async () => {
    const store = memoryStore();
    await store.kv();
    await store.close();
    await store.close();
    const error = await assertRejects(() => store.kv(), ApiError);
    assertEquals(error.code, "storage_unavailable");
  });
});

describe("openStore()", () => {
  it("keeps data in a file below DATA_DIR, which it makes", async () => {
    const root = await Deno.makeTempDir();
    const config = configOf({ DATA_DIR: `${root}/made/here` });
    const first = openStore(config);
    await (await first.kv()).set(["x"], 1);
    await first.close();
    const second = openStore(config);
    assertEquals((await (await second.kv()).get(["x"])).value, 1);
    await second.close();
    assertEquals(
      (await Deno.stat(`${root}/made/here/kv.sqlite3`)).isFile,
      true,
    );
    await Deno.remove(root, { recursive: true });
  });

  it("names DATA_DIR when it is no directory", async () => {
    const file = await Deno.makeTempFile();
    const store = openStore(configOf({ DATA_DIR: file }));
    const error = await assertRejects(() => store.kv(), ApiError);
    assertStringIncludes(error.message, "DATA_DIR");
    assertEquals(error.message.includes(file), false);
    await store.close();
    await Deno.remove(file);
  });

  it("names KV_URL when the server does not answer as one", async () => {
    const token = "fake-access-token";
    const asked: unknown[][] = [];
    let isClosed = false;
    const openKv = (...given: unknown[]) => {
      asked.push([...given, Deno.env.get("DENO_KV_ACCESS_TOKEN")]);
      const get = () => Promise.reject(new Error("not a KV server"));
      return Promise.resolve({ get, close: () => isClosed = true });
    };
    const url = "http://127.0.0.1:9";
    const env = { KV_URL: url, KV_ACCESS_TOKEN: token };
    const opening = withOpenKv(openKv, () => openStore(configOf(env)).kv());
    const error = await assertRejects(() => opening, ApiError, "KV_URL");
    assertEquals(error.message.includes(token), false);
    assertEquals(asked, [[url, token]]);
    assertEquals(isClosed, true);
  });

  it("asks for a KV database on Deno Deploy when there is none", async () => {
    const asked: unknown[][] = [];
    const detached = (...given: unknown[]) => {
      asked.push(given);
      return Promise.reject(new Error("no KV database is attached"));
    };
    for (const openKv of [detached, undefined]) {
      const store = openStore(configOf({ DENO_DEPLOY: "1" }));
      const opening = withOpenKv(openKv, () => store.kv());
      await assertRejects(() => opening, ApiError, "assign a KV database");
    }
    assertEquals(asked, [[]]);
  });
});

/** Calls `action` while the runtime has another `openKv`, or none. */
function withOpenKv<T>(openKv: unknown, action: () => T): T {
  const original = Object.getOwnPropertyDescriptor(Deno, "openKv") ?? {};
  Object.defineProperty(Deno, "openKv", { value: openKv, configurable: true });
  try {
    return action();
  } finally {
    Object.defineProperty(Deno, "openKv", original);
  }
}
