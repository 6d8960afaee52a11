import type { Store } from "./kv.ts";
import { sharedKeys } from "./account_states.ts";
import { bumpRevision } from "./revision.ts";

/** A connected Puter account with its sealed token. */
export interface AccountRecord {
  /** UUID of the account at Puter. */
  id: string;
  username: string;
  /** What Puter grants it; the least while it is unchecked. */
  tier: "paid" | "free" | "temporary";
  /** The check its owner has to pass at Puter before calls are accepted. */
  pending: null | "email" | "phone" | "card";
  tokenKind:
    | "session"
    | "full_access"
    | "scoped"
    | "app"
    | "worker"
    | "unknown";
  /** Recognises the token and says nothing about it. */
  tokenFingerprint: string;
  tokenIssuedAt: number | null;
  tokenExpiresAt: number | null;
  sealedToken: string;
  addedAt: number;
  updatedAt: number;
  /** When Puter last confirmed the token; null before the first time. */
  checkedAt: number | null;
  /** Why the token is of no use, as found by the first check. */
  problem: string | null;
  /** When the token was given: what was known against it before is void. */
  renewedAt?: number;
  /** Set by the owner; `at` orders what was set. */
  pause?: { paused: boolean; at: number };
  /** Share of the calls under the strategy `weighted`. */
  weight?: number;
  /** Credit that no call may touch, in place of the settings' one. */
  reserveMicroCents?: number;
}

/** An account as read for a change, or its absence. */
export interface ReadAccount {
  record: AccountRecord | null;
  /** Tells `putAccount` whether somebody else was faster. */
  version: string | null;
}

/** The key of an account's record. */
export function accountKey(id: string): string[] {
  return ["accounts", id];
}

/** An account for a change. */
export async function readAccount(
  store: Store,
  id: string,
): Promise<ReadAccount> {
  const kv = await store.kv();
  const entry = await kv.get<AccountRecord>(accountKey(id));
  return { record: entry.value, version: entry.versionstamp };
}

/** All accounts, in the order of their ids. */
export async function listAccounts(store: Store): Promise<AccountRecord[]> {
  const kv = await store.kv();
  const entries = kv.list<AccountRecord>({ prefix: ["accounts"] }, {
    batchSize: 500,
  });
  return await Array.fromAsync(entries, (entry) => entry.value);
}

/** Writes an account; false when it is no longer of that version. */
export async function putAccount(
  store: Store,
  record: AccountRecord,
  version: string | null,
): Promise<boolean> {
  const kv = await store.kv();
  const key = accountKey(record.id);
  const operation = kv.atomic()
    .check({ key, versionstamp: version })
    .set(key, record);
  return (await bumpRevision(operation).commit()).ok;
}

/** Deletes an account and its state; false when there was none. */
export async function deleteAccount(
  store: Store,
  id: string,
): Promise<boolean> {
  const kv = await store.kv();
  const entry = await kv.get(accountKey(id));
  if (entry.versionstamp === null) return false;
  const operation = kv.atomic().delete(entry.key);
  for (const key of sharedKeys(id)) operation.delete(key);
  return (await bumpRevision(operation).commit()).ok;
}
