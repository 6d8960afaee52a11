import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import {
  countLoginAttempt,
  forgiveLoginAttempts,
} from "../../lib/auth/login_throttle.ts";
import { ApiError } from "../../lib/http/errors.ts";
import { memoryStore, type Store } from "../../lib/store/kv.ts";

/** Seconds to wait before an attempt; 0 when it is let through. */
async function waitOf(
  store: Store,
  address: string | undefined,
  now: number,
): Promise<number> {
  try {
    await countLoginAttempt(store, address, now);
    return 0;
  } catch (thrown) {
    if (thrown instanceof ApiError) return thrown.retryAfter ?? -1;
    throw thrown;
  }
}

describe("countLoginAttempt()", () => {
  it("lets some attempts through, then makes each wait twice as long", async () => {
    const store = memoryStore();
    let now = 1e12;
    const waits: number[] = [];
    for (let i = 0; i < 9; i++) {
      const wait = await waitOf(store, "192.0.2.1", now);
      waits.push(wait);
      now += wait * 1000;
      if (wait > 0) assertEquals(await waitOf(store, "192.0.2.1", now), 0);
    }
    assertEquals(waits, [0, 0, 0, 0, 0, 2, 4, 8, 16]);
    await store.close();
  });

  it("takes a network of IPv6 for one address", async () => {
    const store = memoryStore();
    for (let i = 0; i < 5; i++) {
      assertEquals(await waitOf(store, `2001:db8::${i}`, 1e12), 0);
    }
    assertEquals(await waitOf(store, "2001:db8::99", 1e12), 2);
    assertEquals(await waitOf(store, "2001:db8:0:1::1", 1e12), 0);
    await store.close();
  });

  it("slows all addresses a little once many have tried", async () => {
    const store = memoryStore();
    for (let i = 0; i < 60; i++) await waitOf(store, `192.0.2.${i}`, 1e12);
    assertEquals(await waitOf(store, "198.51.100.1", 1e12), 1);
    assertEquals(await waitOf(store, "198.51.100.2", 1e12 + 1000), 0);
    await store.close();
  });

  it("forgets after half an hour, and when the owner signs in", async () => {
    const store = memoryStore();
    for (let i = 0; i < 5; i++) await waitOf(store, undefined, 1e12);
    assertEquals(await waitOf(store, undefined, 1e12), 2);
    await forgiveLoginAttempts(store, undefined);
    assertEquals(await waitOf(store, undefined, 1e12), 0);
    for (let i = 0; i < 4; i++) await waitOf(store, "192.0.2.1", 1e12);
    const later = 1e12 + 30 * 60_000;
    for (let i = 0; i < 5; i++) {
      assertEquals(await waitOf(store, "192.0.2.1", later), 0);
    }
    await store.close();
  });
});
