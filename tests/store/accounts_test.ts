import { describe, it } from "@std/testing/bdd";
import { assertEquals, assertNotEquals } from "@std/assert";
import {
  type AccountRecord,
  deleteAccount,
  listAccounts,
  putAccount,
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

const NEW = null;

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
    assertEquals(await putAccount(store, changed, version), true);
    assertEquals(await putAccount(store, account("a"), version), false);
    assertEquals((await readAccount(store, "a")).record, changed);
    await store.close();
  });
});
