import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import {
  SESSION_IDLE_MS,
  SESSION_MAX_MS,
  Sessions,
} from "../../lib/auth/sessions.ts";
import { memoryStore } from "../../lib/store/kv.ts";

const DETAILS = { ownerMark: "mark", userAgent: "Test", address: "192.0.2.1" };

const DAY_MS = 24 * 60 * 60 * 1000;

async function opened(begun = 1e12) {
  const clock = { now: begun };
  const store = memoryStore();
  const sessions = new Sessions({ store, now: () => clock.now });
  const { secret } = await sessions.open(DETAILS);
  const isAlive = async (mark = "mark") =>
    await sessions.find(secret, mark) !== null;
  return { clock, store, sessions, secret, isAlive };
}

describe("Sessions", () => {
  it("ends a session that was idle for too long", async () => {
    const { clock, store, isAlive } = await opened();
    clock.now += SESSION_IDLE_MS - 1;
    assertEquals(await isAlive(), true);
    clock.now += SESSION_IDLE_MS - 1;
    assertEquals(await isAlive(), true);
    clock.now += SESSION_IDLE_MS;
    assertEquals(await isAlive(), false);
    await store.close();
  });

  it("ends a session after its longest time, whatever its use", async () => {
    const { clock, store, isAlive } = await opened();
    const end = clock.now + SESSION_MAX_MS;
    while (clock.now + DAY_MS < end) {
      clock.now += DAY_MS;
      assertEquals(await isAlive(), true);
    }
    clock.now = end;
    assertEquals(await isAlive(), false);
    await store.close();
  });

  it("ends all sessions of an owner key that was replaced", async () => {
    const { store, sessions, isAlive } = await opened();
    assertEquals(await isAlive("other mark"), false);
    assertEquals(await sessions.list("other mark"), []);
    assertEquals((await sessions.list("mark")).length, 1);
    await store.close();
  });

  it("ends on other instances within seconds", async () => {
    const { clock, store, sessions, secret, isAlive } = await opened();
    assertEquals(await isAlive(), true);
    const elsewhere = new Sessions({ store, now: () => clock.now });
    await elsewhere.close(secret);
    clock.now += 3000;
    assertEquals(await isAlive(), false);
    assertEquals(await sessions.list("mark"), []);
    await store.close();
  });

  it("does not come back by a use that is written down late", async () => {
    const { clock, store, sessions, secret, isAlive } = await opened();
    assertEquals(await isAlive(), true);
    clock.now += 2999;
    const elsewhere = new Sessions({ store, now: () => clock.now });
    await elsewhere.close(secret);
    clock.now += 10 * 60_000;
    assertEquals(await isAlive(), false);
    assertEquals(await sessions.list("mark"), []);
    await store.close();
  });
});
