import { deleteKeyUsage } from "./key_usage.ts";
import type { KeyPolicy } from "./key_policy.ts";
import type { Store } from "./kv.ts";
import { bumpRevision } from "./revision.ts";

/** A client key as stored; the key itself is nowhere. */
export interface KeyRecord {
  id: string;
  name: string;
  /** SHA-256 of the key in hex. */
  digest: string;
  /** The key's beginning and end, enough to recognise it. */
  hint: string;
  createdAt: number;
  /** Absent in keys that were made before there were policies. */
  policy?: KeyPolicy;
  /** The key before the last rotation, and when it stops working. */
  previous?: { digest: string; until: number };
  /** Names the public page of a key that is a guest link. */
  guestId?: string;
}

/** The digest of an owner key that the gateway made itself. */
export interface OwnerKeyRecord {
  digest: string;
  createdAt: number;
}

const OWNER_KEY = ["owner_key"];

function keyKey(id: string): string[] {
  return ["keys", id];
}

function digestKey(digest: string): string[] {
  return ["key_digests", digest];
}

/** Stores a new key. Throws when its id or digest is taken. */
export async function createKey(
  store: Store,
  record: KeyRecord,
): Promise<void> {
  const kv = await store.kv();
  const operation = kv.atomic()
    .check({ key: keyKey(record.id), versionstamp: null })
    .check({ key: digestKey(record.digest), versionstamp: null })
    .set(keyKey(record.id), record)
    .set(digestKey(record.digest), record.id);
  const result = await bumpRevision(operation).commit();
  if (!result.ok) throw new Error(`Cannot create key ${record.id}: it exists`);
}

/** One key, or null. */
export async function getKey(
  store: Store,
  id: string,
): Promise<KeyRecord | null> {
  const kv = await store.kv();
  return (await kv.get<KeyRecord>(keyKey(id))).value;
}

/** All keys, oldest first. */
export async function listKeys(store: Store): Promise<KeyRecord[]> {
  const kv = await store.kv();
  const entries = kv.list<KeyRecord>({ prefix: ["keys"] }, { batchSize: 500 });
  return await Array.fromAsync(entries, (entry) => entry.value);
}

/**
 * Replaces a key's record by what `change` makes of it; null when there is
 * none. `change` is called again when another change came in between.
 */
export async function changeKey(
  store: Store,
  id: string,
  change: (record: KeyRecord) => KeyRecord,
): Promise<KeyRecord | null> {
  const kv = await store.kv();
  for (;;) {
    const entry = await kv.get<KeyRecord>(keyKey(id));
    if (entry.value === null) return null;
    const next = change(entry.value);
    const operation = kv.atomic().check(entry).set(entry.key, next);
    moveDigests(operation, entry.value, next);
    if ((await bumpRevision(operation).commit()).ok) return next;
  }
}

/** Makes the digests of a record, and no others, lead to it. */
function moveDigests(
  operation: Deno.AtomicOperation,
  before: KeyRecord,
  after: KeyRecord,
): void {
  const kept = digestsOf(after);
  const had = digestsOf(before);
  for (const digest of had) {
    if (!kept.includes(digest)) operation.delete(digestKey(digest));
  }
  for (const digest of kept) {
    if (had.includes(digest)) continue;
    operation.check({ key: digestKey(digest), versionstamp: null })
      .set(digestKey(digest), after.id);
  }
}

function digestsOf({ digest, previous }: KeyRecord): string[] {
  return previous === undefined ? [digest] : [digest, previous.digest];
}

/** Deletes a key and what it used, for good; false when there was none. */
export async function deleteKey(store: Store, id: string): Promise<boolean> {
  const kv = await store.kv();
  const entry = await kv.get<KeyRecord>(keyKey(id));
  if (entry.value === null) return false;
  const operation = kv.atomic().check(entry).delete(entry.key);
  for (const digest of digestsOf(entry.value)) {
    operation.delete(digestKey(digest));
  }
  const { ok } = await bumpRevision(operation).commit();
  if (ok) await deleteKeyUsage(store, id);
  return ok;
}

/** The digest of the owner key made earlier, or null. */
export async function getOwnerKey(
  store: Store,
): Promise<OwnerKeyRecord | null> {
  const kv = await store.kv();
  return (await kv.get<OwnerKeyRecord>(OWNER_KEY)).value;
}

/** Stores the first owner key; false when another instance was faster. */
export async function claimOwnerKey(
  store: Store,
  record: OwnerKeyRecord,
): Promise<boolean> {
  const kv = await store.kv();
  const result = await kv.atomic()
    .check({ key: OWNER_KEY, versionstamp: null })
    .set(OWNER_KEY, record)
    .commit();
  return result.ok;
}
