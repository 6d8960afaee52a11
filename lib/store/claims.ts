import type { Store } from "./kv.ts";

/** Who does some work until when, so that nobody else does it too. */
interface Claim {
  holder: string;
  /** Unix ms; a holder that has not come back by then is taken for dead. */
  until: number;
}

/** Work that one instance does at a time. */
export interface ClaimOptions {
  /** Name of the work. */
  work: string;
  /** The instance that wants to do it. */
  holder: string;
  /** Unix ms. */
  now: number;
  /** How long the claim holds when it is not given back. */
  holdMs: number;
}

function claimKey(work: string): Deno.KvKey {
  return ["claims", work];
}

/** Claims work for an instance; false when another one is at it. */
export async function claim(
  store: Store,
  { work, holder, now, holdMs }: ClaimOptions,
): Promise<boolean> {
  const kv = await store.kv();
  const entry = await kv.get<Claim>(claimKey(work));
  const known = entry.value;
  if (known !== null && known.holder !== holder && known.until > now) {
    return false;
  }
  const value: Claim = { holder, until: now + holdMs };
  const commit = await kv.atomic().check(entry)
    .set(claimKey(work), value, { expireIn: holdMs }).commit();
  return commit.ok;
}

/** Gives a claim back; one that was lost meanwhile stays another's. */
export async function unclaim(
  store: Store,
  work: string,
  holder: string,
): Promise<void> {
  const kv = await store.kv();
  const entry = await kv.get<Claim>(claimKey(work));
  if (entry.value?.holder !== holder) return;
  await kv.atomic().check(entry).delete(claimKey(work)).commit();
}
