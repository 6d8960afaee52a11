import { describe, it } from "@std/testing/bdd";
import { assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import {
  changeShared,
  listIncidents,
  listShared,
  putIncident,
} from "../../lib/store/account_states.ts";
import { deleteAccount, putAccount } from "../../lib/store/accounts.ts";
import { memoryStore, type Store } from "../../lib/store/kv.ts";
import { accountRecord } from "../helpers/account_record.ts";

const PLACE = { kind: "account_state", id: "a" } as const;

async function storeWithAccount(): Promise<Store> {
  const store = memoryStore();
  await putAccount(store, accountRecord("a"), null);
  return store;
}

async function revisions(store: Store): Promise<unknown[]> {
  const kv = await store.kv();
  const settings = await kv.get(["revision"]);
  const states = await kv.get(["revision", "states"]);
  return [settings.versionstamp, states.versionstamp];
}

describe("changeShared()", () => {
  it("builds on what is stored, whoever wrote it meanwhile", async () => {
    const store = await storeWithAccount();
    const add = () =>
      changeShared<number>(store, PLACE, (stored) => (stored ?? 0) + 1);
    await Promise.all(Array.from({ length: 10 }, add));
    assertEquals([...await listShared(store, "account_state")], [["a", 10]]);
    await store.close();
  });

  it("announces a change, but not as one of the settings", async () => {
    const store = await storeWithAccount();
    const [settings, states] = await revisions(store);
    assertEquals(await changeShared(store, PLACE, () => 1), true);
    const [settingsNow, statesNow] = await revisions(store);
    assertEquals(settingsNow, settings);
    assertNotEquals(statesNow, states);
    assertEquals(await changeShared(store, PLACE, () => null), false);
    assertEquals(await revisions(store), [settingsNow, statesNow]);
    await store.close();
  });

  it("writes nothing for an account that is not there", async () => {
    const store = await storeWithAccount();
    const gone = { kind: "account_state", id: "gone" } as const;
    assertEquals(await changeShared(store, gone, () => 1), false);
    await changeShared(store, PLACE, () => 1);
    await deleteAccount(store, "a");
    assertEquals((await listShared(store, "account_state")).size, 0);
    await store.close();
  });

  it("does not outlive an account that is removed meanwhile", async () => {
    const store = await storeWithAccount();
    const removals: Promise<unknown>[] = [];
    const kv = await store.kv();
    const getMany = kv.getMany.bind(kv);
    kv.getMany = async (...given: Parameters<typeof getMany>) => {
      const entries = await getMany(...given);
      if (removals.length === 0) removals.push(deleteAccount(store, "a"));
      await Promise.all(removals);
      return entries as never;
    };
    assertEquals(await changeShared(store, PLACE, () => 1), false);
    assertEquals((await listShared(store, "account_state")).size, 0);
    await store.close();
  });

  it("gives up when others never stop", async () => {
    const store = await storeWithAccount();
    const kv = await store.kv();
    let turn = 0;
    const getMany = kv.getMany.bind(kv);
    kv.getMany = async (...given: Parameters<typeof getMany>) => {
      const entries = await getMany(...given);
      await kv.set(["account_state", "a"], turn++);
      return entries as never;
    };
    await assertRejects(() => changeShared(store, PLACE, () => 1), Error);
    await store.close();
  });
});

describe("incidents in the store", () => {
  it("are announced and listed", async () => {
    const store = await storeWithAccount();
    const [, before] = await revisions(store);
    const incident = { code: "overloaded", since: 1, until: 5000, accounts: 2 };
    await putIncident(store, incident, 0);
    assertNotEquals((await revisions(store))[1], before);
    assertEquals(await listIncidents(store), [incident]);
    await store.close();
  });
});
