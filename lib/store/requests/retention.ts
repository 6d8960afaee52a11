import { timeOfId } from "../../http/request_id.ts";
import type { Store } from "../kv.ts";
import { deleteStored } from "./delete.ts";
import { BODIES, RECORDS, type StoredRequest } from "./keys.ts";

/** How much one `purge` may delete, and what it takes for old. */
export interface PurgeOptions {
  /** Most records and most pieces of bodies. */
  limit: number;
  /**
   * How long records are kept now, in ms: those of a time when it was longer go
   * as well. Each record's own time when absent.
   */
  keepMs?: number;
}

/** What a `purge` deleted. */
export interface Purged {
  records: number;
  /** Pieces of bodies. */
  bodies: number;
  /** False when there is more to delete. */
  isComplete: boolean;
}

/** Records read at once. */
const PAGE = 150;

/** Pieces of bodies read at once; each may have 64 KiB. */
const BODY_PAGE = 20;

/**
 * Deletes records past their time with everything that belongs to them, and
 * bodies past theirs, oldest first and a bounded number. It stops at the first
 * that may stay, so that it costs two reads when there is nothing to do.
 */
export async function purge(
  store: Store,
  now: number,
  options: PurgeOptions,
): Promise<Purged> {
  const kv = await store.kv();
  const records = await purgeRecords(kv, now, options);
  const bodies = await purgeBodies(kv, now, options.limit);
  const isComplete = records < options.limit && bodies < options.limit;
  return { records, bodies, isComplete };
}

async function purgeRecords(
  kv: Deno.Kv,
  now: number,
  { limit, keepMs = Infinity }: PurgeOptions,
): Promise<number> {
  let deleted = 0;
  while (deleted < limit) {
    const wanted = Math.min(PAGE, limit - deleted);
    const oldest = await Array.fromAsync(
      kv.list<StoredRequest>({ prefix: RECORDS }, { limit: wanted }),
      (entry) => entry.value,
    );
    const stays = oldest.findIndex(({ record, until }) =>
      until > now && (timeOfId(record.id) ?? record.at) > now - keepMs
    );
    const expired = stays < 0 ? oldest : oldest.slice(0, stays);
    await deleteStored(kv, expired);
    deleted += expired.length;
    if (expired.length < wanted) break;
  }
  return deleted;
}

/** KV forgets bodies by itself, but not in time. */
async function purgeBodies(
  kv: Deno.Kv,
  now: number,
  limit: number,
): Promise<number> {
  let deleted = 0;
  while (deleted < limit) {
    const wanted = Math.min(BODY_PAGE, limit - deleted);
    const oldest = await Array.fromAsync(
      kv.list<{ until: number }>({ prefix: BODIES }, { limit: wanted }),
    );
    const stays = oldest.findIndex(({ value }) => value.until > now);
    const expired = stays < 0 ? oldest : oldest.slice(0, stays);
    const operation = kv.atomic();
    for (const { key } of expired) operation.delete(key);
    await operation.commit();
    deleted += expired.length;
    if (expired.length < wanted) break;
  }
  return deleted;
}
