import { describe, it } from "@std/testing/bdd";
import {
  assert,
  assertEquals,
  assertNotEquals,
  assertRejects,
  assertThrows,
} from "@std/assert";
import { digestOf } from "../../lib/auth/digest.ts";
import { type Caller, KeyRing } from "../../lib/auth/keys.ts";
import { ApiError } from "../../lib/http/errors.ts";
import { createKey, getOwnerKey, listKeys } from "../../lib/store/keys.ts";
import { memoryStore, Store } from "../../lib/store/kv.ts";

const MASTER = "correct horse battery staple";

function bearer(key: string): Headers {
  return new Headers({ authorization: `Bearer ${key}` });
}

/** Fails when the answer had to be waited for. */
function atOnce(answer: Caller | Promise<Caller>): Caller {
  if (answer instanceof Promise) throw new Error("The answer is a promise");
  return answer;
}

function brokenStore(): Store {
  return new Store({
    open: () => Promise.reject(new Error("no database")),
    advice: "assign one",
  });
}

async function statusOf(
  answer: () => unknown,
): Promise<[number, string | null]> {
  const error = await assertRejects(async () => await answer(), ApiError);
  return [error.status, error.code];
}

const INVALID: [number, string] = [401, "invalid_api_key"];

describe("KeyRing.authenticate()", () => {
  it("knows the owner by the master key, blanks included", () => {
    const ring = new KeyRing({ store: brokenStore(), masterKey: MASTER });
    const owner: Caller = {
      kind: "owner",
      keyId: "owner",
      name: "Owner",
      policy: null,
    };
    assertEquals(atOnce(ring.authenticate(bearer(MASTER))), owner);
  });

  it("reads the key from three headers and the scheme in any case", () => {
    const ring = new KeyRing({ store: brokenStore(), masterKey: MASTER });
    const ways: Record<string, string>[] = [
      { authorization: `bearer ${MASTER}` },
      { authorization: `BEARER   ${MASTER}` },
      { "x-api-key": MASTER },
      { "api-key": MASTER },
      { authorization: "Basic dXNlcjpwYXNz", "x-api-key": MASTER },
      { authorization: "Bearer placeholder", "api-key": MASTER },
    ];
    for (const headers of ways) {
      const caller = atOnce(ring.authenticate(new Headers(headers)));
      assertEquals(caller.kind, "owner", JSON.stringify(headers));
    }
  });

  it("refuses what is no key and what is another one", async () => {
    const store = memoryStore();
    const ring = new KeyRing({ store, masterKey: MASTER });
    const ways: Record<string, string>[] = [
      {},
      { authorization: "" },
      { authorization: "Bearer" },
      { authorization: MASTER },
      { authorization: `Basic ${MASTER}` },
      { authorization: `Bearer ${MASTER} ${MASTER}` },
      { authorization: `Bearer ${MASTER.toUpperCase()}` },
      { authorization: `Bearer ${digestOf(MASTER)}` },
      { "x-api-key": "" },
      { cookie: MASTER },
    ];
    for (const headers of ways) {
      const answer = () => ring.authenticate(new Headers(headers));
      assertEquals(await statusOf(answer), INVALID, JSON.stringify(headers));
    }
    await store.close();
  });

  it("says nothing of the key it refuses", async () => {
    const store = memoryStore();
    const ring = new KeyRing({ store, masterKey: MASTER });
    const error = await assertRejects(
      async () => await ring.authenticate(bearer("sk-very-secret-thing")),
      ApiError,
    );
    assertEquals(error.message.includes("secret"), false);
    assertEquals(error.type, "invalid_request_error");
    assertEquals(error.headers["www-authenticate"], "Bearer");
    await store.close();
  });

  it("answers at once after the keys were read", async () => {
    const store = memoryStore();
    const maker = new KeyRing({ store, masterKey: MASTER });
    const { key, id } = await maker.create({ name: "Laptop" });
    const ring = new KeyRing({ store, masterKey: MASTER });
    const first = ring.authenticate(bearer(key));
    assert(first instanceof Promise);
    const client: Caller = {
      kind: "client",
      keyId: id,
      name: "Laptop",
      policy: { bodies: "off" },
    };
    assertEquals(await first, client);
    assertEquals(atOnce(ring.authenticate(bearer(key))), client);
    await store.close();
  });

  it("looks into the store for an unknown key, but not each time", async () => {
    const store = memoryStore();
    let now = 0;
    const ring = new KeyRing({ store, masterKey: MASTER, now: () => now });
    await ring.refresh();
    const elsewhere = new KeyRing({ store, masterKey: MASTER });
    const { key } = await elsewhere.create({ name: "New" });
    assertEquals((await ring.authenticate(bearer(key))).name, "New");
    const { key: newer } = await elsewhere.create({ name: "Newer" });
    assertThrows(() => ring.authenticate(bearer(newer)), ApiError);
    now += 1000;
    assertEquals((await ring.authenticate(bearer(newer))).name, "Newer");
    await store.close();
  });

  it("answers 503 to an unknown key while no keys can be read", async () => {
    const ring = new KeyRing({ store: brokenStore(), masterKey: MASTER });
    const answer = () => ring.authenticate(bearer("sk-x"));
    assertEquals(await statusOf(answer), [503, "storage_unavailable"]);
  });

  it("keeps the keys it knows when the database goes away", async () => {
    const store = memoryStore();
    const ring = new KeyRing({ store, masterKey: MASTER });
    await ring.refresh();
    const { key } = await ring.create({ name: "Laptop" });
    await store.close();
    assertEquals(atOnce(ring.authenticate(bearer(key))).name, "Laptop");
    assertEquals(await statusOf(() => ring.authenticate(bearer("x"))), INVALID);
  });

  it("takes anything without authentication, and still knows keys", async () => {
    const store = memoryStore();
    const ring = new KeyRing({ store, masterKey: MASTER, noAuth: true });
    await ring.refresh();
    const { key } = await ring.create({ name: "Laptop" });
    assertEquals(atOnce(ring.authenticate(new Headers())).kind, "anonymous");
    assertEquals(atOnce(ring.authenticate(bearer("1"))).kind, "anonymous");
    assertEquals(atOnce(ring.authenticate(bearer(key))).name, "Laptop");
    await store.close();
  });
});

describe("KeyRing.requireOwner()", () => {
  it("lets the owner in and nobody else", async () => {
    const store = memoryStore();
    const ring = new KeyRing({ store, masterKey: MASTER, noAuth: true });
    const { key } = await ring.create({ name: "Laptop" });
    const owner = await ring.requireOwner(bearer(MASTER));
    assertEquals(owner.kind, "owner");
    assertEquals(await statusOf(() => ring.requireOwner(bearer(key))), [
      403,
      "insufficient_permissions",
    ]);
    assertEquals(await statusOf(() => ring.requireOwner(bearer("1"))), INVALID);
    assertEquals(
      await statusOf(() => ring.requireOwner(new Headers())),
      INVALID,
    );
    await store.close();
  });
});

describe("the owner key", () => {
  it("is made once, told once, and stored as a digest", async () => {
    const store = memoryStore();
    const told: string[] = [];
    const announce = (key: string) => told.push(key);
    const rings = Array.from(
      { length: 4 },
      () => new KeyRing({ store, announce }),
    );
    await Promise.all(rings.map((ring) => ring.refresh()));
    assertEquals(told.length, 1);
    const key = told[0] ?? "";
    assert(/^sk-p2a-[\w-]{43}$/.test(key));
    assertEquals((await getOwnerKey(store))?.digest, digestOf(key));
    for (const ring of rings) {
      assertEquals(atOnce(ring.authenticate(bearer(key))).kind, "owner");
    }
    const later = new KeyRing({ store, announce });
    await later.refresh();
    assertEquals(told.length, 1);
    await store.close();
  });

  it("is not made when the owner brings one", async () => {
    const store = memoryStore();
    const told: string[] = [];
    const ring = new KeyRing({
      store,
      masterKey: MASTER,
      announce: (key) => told.push(key),
    });
    await ring.refresh();
    assertEquals(told, []);
    assertEquals(await getOwnerKey(store), null);
    await store.close();
  });
});

describe("client keys", () => {
  it("are shown once and listed without secret", async () => {
    const store = memoryStore();
    const ring = new KeyRing({ store, masterKey: MASTER });
    const { key, ...view } = await ring.create({ name: "Laptop" });
    const other = await ring.create({ name: "Laptop" });
    assertNotEquals(key, other.key);
    const listed = await ring.list();
    assertEquals(listed[0], view);
    assertEquals("digest" in view || "previous" in view, false);
    assertEquals(JSON.stringify(await listKeys(store)).includes(key), false);
    assert(view.hint.length < 20);
    await store.close();
  });

  it("go on working when they were stored before there were policies", async () => {
    const store = memoryStore();
    const key = "sk-p2a-made-long-ago";
    const record = {
      id: "01JD0000000000000000000000",
      name: "Old",
      digest: digestOf(key),
      hint: "sk-p2a-made…-ago",
      createdAt: Date.UTC(2026, 0, 1),
    };
    await createKey(store, record);
    const ring = new KeyRing({ store, masterKey: MASTER });
    await ring.refresh();
    const { policy } = atOnce(ring.authenticate(bearer(key)));
    assertEquals(policy, { bodies: "off" });
    const [view] = await ring.list();
    assertEquals([view?.models, view?.perMinute, view?.lastUsedAt], [
      null,
      null,
      null,
    ]);
    assertEquals((await ring.change(record.id, { atOnce: 2 }))?.atOnce, 2);
    const rotated = await ring.rotate(record.id, 60_000);
    assertEquals([rotated?.name, rotated?.atOnce], ["Old", 2]);
    assertEquals(atOnce(ring.authenticate(bearer(key))).policy?.atOnce, 2);
    await store.close();
  });

  it("stop working at once when revoked, and for others on refresh", async () => {
    const store = memoryStore();
    const ring = new KeyRing({ store, masterKey: MASTER });
    const elsewhere = new KeyRing({ store, masterKey: MASTER });
    await ring.refresh();
    const { key, id } = await ring.create({ name: "Laptop" });
    await elsewhere.refresh();
    assertEquals(await ring.revoke(id), true);
    assertEquals(await statusOf(() => ring.authenticate(bearer(key))), INVALID);
    await elsewhere.refresh();
    const there = () => elsewhere.authenticate(bearer(key));
    assertEquals(await statusOf(there), INVALID);
    assertEquals(await ring.revoke(id), false);
    await store.close();
  });

  it("are found by their id while they open anything", async () => {
    const store = memoryStore();
    let now = 1_800_000_000_000;
    const clock = () => now;
    const ring = new KeyRing({ store, masterKey: MASTER, clock });
    await ring.refresh();
    const { id } = await ring.create({ name: "Laptop", atOnce: 2 });
    assertEquals(ring.callerOf(id)?.policy?.atOnce, 2);
    assertEquals(ring.callerOf("owner")?.kind, "owner");
    assertEquals(ring.callerOf("anonymous"), undefined);
    await ring.rotate(id, 60_000);
    now += 120_000;
    assertEquals(ring.callerOf(id)?.name, "Laptop");
    await ring.revoke(id);
    assertEquals(ring.callerOf(id), undefined);
    const open = new KeyRing({ store, masterKey: MASTER, noAuth: true });
    assertEquals(open.callerOf("anonymous")?.kind, "anonymous");
    await store.close();
  });

  it("stay revoked when an older reading ends later", async () => {
    const { store, hold } = holdingStore();
    const ring = new KeyRing({ store, masterKey: MASTER });
    await ring.refresh();
    const { key, id } = await ring.create({ name: "Laptop" });
    const { held, release } = hold();
    const reading = ring.refresh();
    await held;
    await ring.revoke(id);
    release();
    await reading;
    assertEquals(await statusOf(() => ring.authenticate(bearer(key))), INVALID);
    await store.close();
  });
});

describe("a rotated key", () => {
  it("opens with both secrets until the grace ends, then with the new", async () => {
    const store = memoryStore();
    let at = Date.UTC(2026, 10, 23);
    const ring = new KeyRing({ store, masterKey: MASTER, clock: () => at });
    const elsewhere = new KeyRing({
      store,
      masterKey: MASTER,
      clock: () => at,
    });
    await ring.refresh();
    const old = await ring.create({ name: "Laptop", perMinute: 7 });
    const rotated = await ring.rotate(old.id, 60_000);
    assert(rotated !== null);
    assertNotEquals(rotated.key, old.key);
    assertEquals([rotated.id, rotated.perMinute], [old.id, 7]);
    assertEquals(rotated.previousUntil, at + 60_000);
    await elsewhere.refresh();
    for (const known of [ring, elsewhere]) {
      const callers = [old.key, rotated.key].map((key) =>
        atOnce(known.authenticate(bearer(key)))
      );
      assertEquals(callers.map((caller) => caller.keyId), [old.id, old.id]);
    }
    at += 60_000;
    for (const known of [ring, elsewhere]) {
      const answer = () => known.authenticate(bearer(old.key));
      assertEquals(await statusOf(answer), INVALID);
      assertEquals(
        atOnce(known.authenticate(bearer(rotated.key))).keyId,
        old.id,
      );
    }
    assertEquals((await ring.get(old.id))?.previousUntil, null);
    await store.close();
  });

  it("ends its old secret at once without grace, and an older one always", async () => {
    const store = memoryStore();
    const ring = new KeyRing({ store, masterKey: MASTER });
    await ring.refresh();
    const first = await ring.create({ name: "Laptop" });
    const second = await ring.rotate(first.id, 60_000);
    const third = await ring.rotate(first.id, 60_000);
    const fourth = await ring.rotate(first.id, 0);
    assert(second !== null && third !== null && fourth !== null);
    for (const { key } of [first, second, third]) {
      const answer = () => ring.authenticate(bearer(key));
      assertEquals(await statusOf(answer), INVALID);
    }
    assertEquals(atOnce(ring.authenticate(bearer(fourth.key))).kind, "client");
    await ring.revoke(first.id);
    const kv = await store.kv();
    for await (const { key } of kv.list({ prefix: ["key_digests"] })) {
      throw new Error(`${key} is left`);
    }
    assertEquals(await ring.rotate(first.id, 0), null);
    await store.close();
  });

  it("keeps what others change at the same time", async () => {
    const store = memoryStore();
    const rings = [1, 2].map(() => new KeyRing({ store, masterKey: MASTER }));
    const [one, other] = rings;
    assert(one !== undefined && other !== undefined);
    const { id } = await one.create({ name: "Laptop" });
    const [, , rotated] = await Promise.all([
      one.change(id, { perMinute: 5 }),
      other.change(id, { name: "Desk" }),
      one.rotate(id, 0),
    ]);
    const view = await other.get(id);
    assertEquals([view?.name, view?.perMinute], ["Desk", 5]);
    assertEquals(view?.hint, rotated?.hint);
    await store.close();
  });
});

/** A store whose next listing can be held back after it has read. */
function holdingStore() {
  const held = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  let isHolding = false;
  const open = async () => {
    const kv = await Deno.openKv(":memory:");
    const list = kv.list.bind(kv);
    kv.list = function <T>(selector: Deno.KvListSelector) {
      const entries = list<T>(selector);
      if (!isHolding) return entries;
      isHolding = false;
      return heldBack(entries) as unknown as Deno.KvListIterator<T>;
    };
    return kv;
  };
  async function* heldBack<T>(entries: AsyncIterable<T>) {
    const read = await Array.fromAsync(entries);
    held.resolve();
    await released.promise;
    yield* read;
  }
  const hold = () => {
    isHolding = true;
    return { held: held.promise, release: released.resolve };
  };
  return { store: new Store({ open, advice: "" }), hold };
}
