import { describe, it } from "@std/testing/bdd";
import { assertEquals, assertRejects } from "@std/assert";
import {
  claimOwnerKey,
  createKey,
  deleteKey,
  getKey,
  getOwnerKey,
  type KeyRecord,
  listKeys,
} from "../../lib/store/keys.ts";
import { memoryStore } from "../../lib/store/kv.ts";

function keyRecord(id: string): KeyRecord {
  return {
    id,
    name: `Key ${id}`,
    digest: `d${id}`,
    hint: "sk-…",
    createdAt: 1,
  };
}

describe("keys in the store", () => {
  it("are listed in the order of their ids and read one by one", async () => {
    const store = memoryStore();
    await createKey(store, keyRecord("2"));
    await createKey(store, keyRecord("1"));
    assertEquals(await listKeys(store), [keyRecord("1"), keyRecord("2")]);
    assertEquals(await getKey(store, "2"), keyRecord("2"));
    assertEquals(await getKey(store, "3"), null);
    await store.close();
  });

  it("are refused when the digest is taken", async () => {
    const store = memoryStore();
    await createKey(store, keyRecord("1"));
    await assertRejects(
      () => createKey(store, { ...keyRecord("2"), digest: "d1" }),
      Error,
      "Cannot create key 2",
    );
    assertEquals(await listKeys(store), [keyRecord("1")]);
    await store.close();
  });

  it("are deleted with their digest, once", async () => {
    const store = memoryStore();
    await createKey(store, keyRecord("1"));
    const outcomes = await Promise.all([
      deleteKey(store, "1"),
      deleteKey(store, "1"),
    ]);
    assertEquals(outcomes.filter((isDeleted) => isDeleted).length, 1);
    await createKey(store, { ...keyRecord("2"), digest: "d1" });
    assertEquals((await listKeys(store)).map(({ id }) => id), ["2"]);
    await store.close();
  });
});

describe("claimOwnerKey()", () => {
  it("lets exactly one of several claims win", async () => {
    const store = memoryStore();
    const claims = ["a", "b", "c"].map((digest) =>
      claimOwnerKey(store, { digest, createdAt: 1 })
    );
    const won = await Promise.all(claims);
    assertEquals(won.filter((isOurs) => isOurs).length, 1);
    const digest = (await getOwnerKey(store))?.digest;
    assertEquals(digest, ["a", "b", "c"][won.indexOf(true)]);
    await store.close();
  });
});
