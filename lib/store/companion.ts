import type { Store } from "./kv.ts";
import { bumpRevision } from "./revision.ts";

/** The companion endpoint that the owner has named. */
export interface CompanionRecord {
  /** Null where the owner wants none, whatever the environment says. */
  baseUrl: string | null;
  /** Its key, sealed by the vault; absent where it has none. */
  sealedKey?: string;
  /** Recognises the key. */
  keyFingerprint?: string;
  /** Unix ms. */
  changedAt: number;
}

/** A record as read; its version goes with it when it is replaced. */
export interface StoredCompanion {
  record: CompanionRecord | null;
  version: string | null;
}

/** What its sealed key is bound to: the last step of its place. */
export const COMPANION_ID = "companion";

const KEY = ["companion", COMPANION_ID];

/** The endpoint that is stored. */
export async function getCompanion(store: Store): Promise<StoredCompanion> {
  const kv = await store.kv();
  const { value, versionstamp } = await kv.get<CompanionRecord>(KEY);
  return { record: value, version: versionstamp };
}

/** Replaces or deletes it; false when it has changed since it was read. */
export async function putCompanion(
  store: Store,
  { record, version }: StoredCompanion,
): Promise<boolean> {
  const kv = await store.kv();
  const operation = kv.atomic().check({ key: KEY, versionstamp: version });
  if (record === null) operation.delete(KEY);
  else operation.set(KEY, record);
  return (await bumpRevision(operation).commit()).ok;
}
