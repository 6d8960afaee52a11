import type { Store } from "./kv.ts";

/** Attempts to sign in that have not succeeded. */
export interface LoginAttempts {
  count: number;
  /** Unix ms until which no other is allowed. */
  blockedUntil: number;
  /** Unix ms from which on they are forgotten. */
  forgetAt: number;
}

function attemptsKey(origin: string): Deno.KvKey {
  return ["login_attempts", origin];
}

/** Attempts to write while others write the same. */
const MAX_CONFLICTS = 8;

/**
 * Puts what `next` makes of the attempts of an origin in their place; null
 * from it leaves them. False when others never stop changing them.
 */
export async function changeLoginAttempts(
  store: Store,
  origin: string,
  next: (now: LoginAttempts | null) => LoginAttempts | null,
  nowMs: number,
): Promise<boolean> {
  const kv = await store.kv();
  for (let i = 0; i < MAX_CONFLICTS; i++) {
    const entry = await kv.get<LoginAttempts>(attemptsKey(origin));
    const value = next(entry.value);
    if (value === null) return true;
    const expireIn = Math.max(1, value.forgetAt - nowMs);
    const commit = await kv.atomic().check(entry)
      .set(entry.key, value, { expireIn }).commit();
    if (commit.ok) return true;
  }
  return false;
}

/** Forgets the attempts of an origin. */
export async function forgetLoginAttempts(
  store: Store,
  origin: string,
): Promise<void> {
  const kv = await store.kv();
  await kv.delete(attemptsKey(origin));
}
