import type { Store } from "./kv.ts";
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
}

/** An account as read for a change, or its absence. */
export interface ReadAccount {
  record: AccountRecord | null;
  /** Tells `putAccount` whether somebody else was faster. */
  version: string | null;
}

/** How an account is written. */
export interface PutAccountOptions {
  /** The version the change is based on. */
  version: string | null;
  /** Forgets the account's state, as for a new token. */
  resetState: boolean;
}

function accountKey(id: string): string[] {
  return ["accounts", id];
}

function stateKey(id: string): string[] {
  return ["account_state", id];
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

/** Writes an account; false when it has changed since it was read. */
export async function putAccount(
  store: Store,
  record: AccountRecord,
  options: PutAccountOptions,
): Promise<boolean> {
  const kv = await store.kv();
  const key = accountKey(record.id);
  const operation = kv.atomic()
    .check({ key, versionstamp: options.version })
    .set(key, record);
  if (options.resetState) operation.delete(stateKey(record.id));
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
  const operation = kv.atomic().delete(entry.key).delete(stateKey(id));
  return (await bumpRevision(operation).commit()).ok;
}

/** What is known of the accounts' usability, by account. */
export async function listAccountStates<State>(
  store: Store,
): Promise<Map<string, State>> {
  const kv = await store.kv();
  const states = new Map<string, State>();
  for await (const entry of kv.list<State>({ prefix: ["account_state"] })) {
    states.set(String(entry.key[1]), entry.value);
  }
  return states;
}

/** Keeps the state of an account for the next start; no revision. */
export async function putAccountState<State>(
  store: Store,
  id: string,
  state: State,
): Promise<void> {
  const kv = await store.kv();
  const account = await kv.get(accountKey(id));
  if (account.versionstamp === null) return;
  // The check keeps a late state from outliving a removed account.
  await kv.atomic().check(account).set(stateKey(id), state).commit();
}
