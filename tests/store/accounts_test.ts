import { describe, it } from "@std/testing/bdd";
import { assertEquals, assertNotEquals } from "@std/assert";
import {
  deleteAccount,
  listAccounts,
  putAccount,
  readAccount,
} from "../../lib/store/accounts.ts";
import { memoryStore, type Store } from "../../lib/store/kv.ts";
import { accountRecord } from "../helpers/account_record.ts";

const NEW = null;

async function revision(store: Store): Promise<unknown> {
  return (await (await store.kv()).get(["revision"])).value;
}

describe("accounts in the store", () => {
  it("are written, listed by id, and deleted with a new revision", async () => {
    const store = memoryStore();
    const seen = [await revision(store)];
    await putAccount(store, accountRecord("b"), NEW);
    seen.push(await revision(store));
    await putAccount(store, accountRecord("a"), NEW);
    seen.push(await revision(store));
    assertEquals(await listAccounts(store), [
      accountRecord("a"),
      accountRecord("b"),
    ]);
    assertEquals(await deleteAccount(store, "a"), true);
    seen.push(await revision(store));
    assertEquals(await deleteAccount(store, "a"), false);
    assertEquals(await listAccounts(store), [accountRecord("b")]);
    assertEquals(new Set(seen).size, 4);
    await store.close();
  });

  it("are not overwritten by a change based on an older version", async () => {
    const store = memoryStore();
    assertEquals(await putAccount(store, accountRecord("a"), NEW), true);
    assertEquals(await putAccount(store, accountRecord("a"), NEW), false);
    const { version } = await readAccount(store, "a");
    assertNotEquals(version, null);
    const changed = { ...accountRecord("a"), username: "new" };
    assertEquals(await putAccount(store, changed, version), true);
    assertEquals(await putAccount(store, accountRecord("a"), version), false);
    assertEquals((await readAccount(store, "a")).record, changed);
    await store.close();
  });
});
