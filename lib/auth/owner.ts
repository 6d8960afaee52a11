import { encodeBase64Url } from "@std/encoding/base64url";
import { claimOwnerKey, getOwnerKey } from "../store/keys.ts";
import type { Store } from "../store/kv.ts";
import { digestOf } from "./digest.ts";

/** A new key with 256 random bits: `sk-p2a-` and 43 characters. */
export function makeKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return `sk-p2a-${encodeBase64Url(bytes)}`;
}

/** The digest of the owner key, and the key itself if it was just made. */
export interface OwnerKey {
  digest: string;
  made?: string;
}

/**
 * The owner key of this database; makes one when there is none. Of several
 * instances that start at once exactly one gets to see it.
 *
 * @throws {ApiError} 503 when the database is not available
 */
export async function establishOwnerKey(store: Store): Promise<OwnerKey> {
  const known = await getOwnerKey(store);
  if (known !== null) return { digest: known.digest };
  const made = makeKey();
  const digest = digestOf(made);
  const isOurs = await claimOwnerKey(store, { digest, createdAt: Date.now() });
  return isOurs ? { digest, made } : await establishOwnerKey(store);
}
