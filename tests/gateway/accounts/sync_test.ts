import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals } from "@std/assert";
import { readConfig } from "../../../lib/config.ts";
import { AccountSync } from "../../../lib/gateway/accounts/sync.ts";
import { Pool } from "../../../lib/pool/pool.ts";
import { listShared } from "../../../lib/store/account_states.ts";
import { memoryStore, openStore, Store } from "../../../lib/store/kv.ts";
import { answered, profilesOf, take } from "../../pool/pool_helpers.ts";
import { sideOn, storeAccount, untilTrue } from "../sharing_sides.ts";
import { describeSharing } from "../sharing_suite.ts";

describeSharing("one database in memory", () => {
  const store = memoryStore();
  return Promise.resolve({
    stores: [store, store],
    close: () => store.close(),
  });
});

describeSharing("one SQLite file", async () => {
  const dir = await Deno.makeTempDir();
  const open = () => openStore(configOf({ DATA_DIR: dir }));
  const stores: [Store, Store] = [open(), open()];
  return {
    stores,
    async close() {
      for (const store of stores) await store.close();
      await Deno.remove(dir, { recursive: true });
    },
  };
});

const server = {
  KV_URL: Deno.env.get("KV_URL") ?? "",
  KV_ACCESS_TOKEN: Deno.env.get("KV_ACCESS_TOKEN") ?? "",
};
const hasServer = server.KV_URL !== "" && server.KV_ACCESS_TOKEN !== "";

describeSharing(
  hasServer
    ? "a KV server"
    : "a KV server (NOT RUN: set KV_URL and KV_ACCESS_TOKEN)",
  () => {
    const open = () => openStore(configOf(server));
    const stores: [Store, Store] = [open(), open()];
    const close = async () => {
      for (const store of stores) await store.close();
    };
    return Promise.resolve({ stores, close });
  },
  { ignore: !hasServer },
);

describe("AccountSync", () => {
  it("hears from another process that shares the file", async () => {
    const dir = await Deno.makeTempDir();
    const store = openStore(configOf({ DATA_DIR: dir }));
    const id = "account-0";
    await storeAccount(store, id);
    const side = sideOn(store, profilesOf(["free"]));
    const child = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "-A",
        "--unstable-kv",
        "--no-check",
        "--import-map",
        new URL("../../../npm/import_map.json", import.meta.url).pathname,
        new URL("../sharing_child.ts", import.meta.url).pathname,
        dir,
      ],
      stdout: "piped",
    }).spawn();
    let saidAt = Infinity;
    const said = (async () => {
      for await (const _ of child.stdout) saidAt = performance.now();
    })();
    const state = () => side.pool.view()[0]?.state.status;
    await untilTrue(() => state() === "disabled", 30_000);
    const ms = performance.now() - saidAt;
    assert(ms < 1000, `it took ${Math.round(ms)} ms`);
    await child.status;
    await said;
    await side.sync.close();
    await store.close();
    await Deno.remove(dir, { recursive: true });
  });

  it("keeps what it could not write, and writes it later", async () => {
    const good = memoryStore();
    let isAway = false;
    const store = new Store({
      open: async () => {
        const kv = await good.kv();
        return new Proxy(kv, {
          get(target, name) {
            if (isAway && name === "getMany") throw new Error("away");
            const value = Reflect.get(target, name);
            return typeof value === "function" ? value.bind(target) : value;
          },
        });
      },
      advice: "",
    });
    await storeAccount(store, "account-0");
    const errors: unknown[] = [];
    const pool = new Pool({ maxQueueMs: 0, onHealth: (id) => sync.note(id) });
    const sync: AccountSync = new AccountSync({
      store,
      pool,
      onError: (cause) => errors.push(cause),
    });
    pool.setAccounts(profilesOf(["free"]));
    isAway = true;
    take(pool).blame(answered(403, "forbidden", "Account suspended"));
    await sync.flush();
    assertEquals(errors.length, 1);
    assertEquals(pool.view()[0]?.state.status, "disabled");
    isAway = false;
    await sync.flush();
    assertEquals((await listShared(store, "account_state")).size, 1);
    await sync.close();
    await good.close();
  });

  it("writes nothing that is stored already", async () => {
    const store = memoryStore();
    await storeAccount(store, "account-0");
    const side = sideOn(store, profilesOf(["free"]));
    take(side.pool).blame(answered(403, "forbidden", "Account suspended"));
    await side.sync.flush();
    const kv = await store.kv();
    const before = (await kv.get(["revision", "states"])).versionstamp;
    side.sync.note("account-0");
    await side.sync.flush();
    const after = (await kv.get(["revision", "states"])).versionstamp;
    assertEquals(after, before);
    await side.sync.close();
    await store.close();
  });
});

function configOf(env: Record<string, string>) {
  return readConfig((name) => env[name]);
}
