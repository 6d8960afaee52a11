import type { Store } from "./kv.ts";

/** A browser that is signed in, as stored; its secret is nowhere. */
export interface SessionRecord {
  id: string;
  /** SHA-256 of the secret in hex. */
  digest: string;
  /** Recognises the owner key it was opened with; another key ends it. */
  ownerMark: string;
  /** Unix ms, like all times here. */
  createdAt: number;
  /** To some minutes. */
  lastUsedAt: number;
  expiresAt: number;
  /** What the browser called itself, shortened. */
  userAgent: string;
  /** Where it signed in from; null when that is not known. */
  address: string | null;
}

function sessionKey(digest: string): Deno.KvKey {
  return ["sessions", digest];
}

/** Stores a session, new or changed. */
export async function putSession(
  store: Store,
  record: SessionRecord,
  now: number,
): Promise<void> {
  const kv = await store.kv();
  const expireIn = Math.max(1, record.expiresAt - now);
  await kv.set(sessionKey(record.digest), record, { expireIn });
}

/** Writes a session's last use, unless it has ended meanwhile. */
export async function touchSession(
  store: Store,
  record: SessionRecord,
  now: number,
): Promise<void> {
  const kv = await store.kv();
  const entry = await kv.get<SessionRecord>(sessionKey(record.digest));
  if (entry.value === null) return;
  const expireIn = Math.max(1, record.expiresAt - now);
  await kv.atomic().check(entry).set(entry.key, record, { expireIn }).commit();
}

/** The session whose secret has this digest, or null; it may have expired. */
export async function getSession(
  store: Store,
  digest: string,
): Promise<SessionRecord | null> {
  const kv = await store.kv();
  return (await kv.get<SessionRecord>(sessionKey(digest))).value;
}

/** All sessions the database has not forgotten yet. */
export async function listSessions(store: Store): Promise<SessionRecord[]> {
  const kv = await store.kv();
  const entries = kv.list<SessionRecord>({ prefix: ["sessions"] });
  return await Array.fromAsync(entries, ({ value }) => value);
}

/** Ends a session for good. */
export async function deleteSession(
  store: Store,
  digest: string,
): Promise<void> {
  const kv = await store.kv();
  await kv.delete(sessionKey(digest));
}
