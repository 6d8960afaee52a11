import { describe, it } from "@std/testing/bdd";
import { assertEquals, assertNotEquals } from "@std/assert";
import {
  type AccountRecord,
  deleteAccount,
  listAccounts,
  listAccountStates,
  putAccount,
  putAccountState,
  readAccount,
} from "../../lib/store/accounts.ts";
import { memoryStore, type Store } from "../../lib/store/kv.ts";

function account(id: string): AccountRecord {
  return {
    id,
    username: `user_${id}`,
    tier: "free",
    pending: null,
    tokenKind: "full_access",
    tokenFingerprint: "01234567",
    tokenIssuedAt: 1,
    tokenExpiresAt: null,
    sealedToken: "v1.x.y.z",
    addedAt: 1,
    updatedAt: 1,
    checkedAt: 1,
    problem: null,
  };
}

const NEW = { version: null, resetState: false };

async function revision(store: Store): Promise<unknown> {
  return (await (await store.kv()).get(["revision"])).value;
}

describe("accounts in the store", () => {
  it("are written, listed by id, and deleted with a new revision", async () => {
    const store = memoryStore();
    const seen = [await revision(store)];
    await putAccount(store, account("b"), NEW);
    seen.push(await revision(store));
    await putAccount(store, account("a"), NEW);
    seen.push(await revision(store));
    assertEquals(await listAccounts(store), [account("a"), account("b")]);
    assertEquals(await deleteAccount(store, "a"), true);
    seen.push(await revision(store));
    assertEquals(await deleteAccount(store, "a"), false);
    assertEquals(await listAccounts(store), [account("b")]);
    assertEquals(new Set(seen).size, 4);
    await store.close();
  });

  it("are not overwritten by a change based on an older version", async () => {
    const store = memoryStore();
    assertEquals(await putAccount(store, account("a"), NEW), true);
    assertEquals(await putAccount(store, account("a"), NEW), false);
    const { version } = await readAccount(store, "a");
    assertNotEquals(version, null);
    const changed = { ...account("a"), username: "new" };
    const options = { version, resetState: false };
    assertEquals(await putAccount(store, changed, options), true);
    assertEquals(await putAccount(store, account("a"), options), false);
    assertEquals((await readAccount(store, "a")).record, changed);
    await store.close();
  });
});

describe("account states in the store", () => {
  it("live as long as their account", async () => {
    const store = memoryStore();
    await putAccount(store, account("a"), NEW);
    await putAccountState(store, "a", { status: "cooling" });
    await putAccountState(store, "gone", { status: "cooling" });
    const states = await listAccountStates<{ status: string }>(store);
    assertEquals([...states], [["a", { status: "cooling" }]]);
    await deleteAccount(store, "a");
    assertEquals((await listAccountStates(store)).size, 0);
    await store.close();
  });

  it("do not outlive an account that is removed meanwhile", async () => {
    const store = memoryStore();
    await putAccount(store, account("a"), NEW);
    const kv = await store.kv();
    const get = kv.get;
    kv.get = async function <T>(key: Deno.KvKey) {
      const entry = await get.call(kv, key);
      kv.get = get;
      await deleteAccount(store, "a");
      return entry as Deno.KvEntryMaybe<T>;
    };
    await putAccountState(store, "a", { status: "cooling" });
    assertEquals((await listAccountStates(store)).size, 0);
    await store.close();
  });

  it("are no reason to read everything anew", async () => {
    const store = memoryStore();
    await putAccount(store, account("a"), NEW);
    const before = await revision(store);
    await putAccountState(store, "a", { status: "cooling" });
    assertEquals(await revision(store), before);
    await store.close();
  });

  it("are forgotten when asked to, as for a new token", async () => {
    const store = memoryStore();
    await putAccount(store, account("a"), NEW);
    await putAccountState(store, "a", { status: "disabled" });
    const kept = { ...await readAccount(store, "a"), resetState: false };
    await putAccount(store, account("a"), kept);
    assertEquals((await listAccountStates(store)).size, 1);
    const reset = { ...await readAccount(store, "a"), resetState: true };
    await putAccount(store, account("a"), reset);
    assertEquals((await listAccountStates(store)).size, 0);
    await store.close();
  });
});
