import type { Store } from "./kv.ts";
import type { RequestFilter } from "./request_filter.ts";
import {
  BODIES,
  indexKeys,
  keyBytes,
  MAX_KEY_BYTES,
  MAX_MUTATIONS,
  requestKey,
  type StoredRequest,
  TAIL,
  TAIL_MS,
  tailKey,
} from "./request_keys.ts";
import { findRequests, readRequests } from "./request_search.ts";

/** What a deletion came to. */
export interface Deletion {
  deleted: number;
  /** False when there may be more. */
  isComplete: boolean;
}

/** Records looked for at once. */
const PAGE = 150;

/** Commits whose tail entries one deletion may change: 100 checks at most. */
const MAX_BATCHES = 90;

const MAX_TRIES = 10;

/** Keys of one `getMany`. */
const MANY = 10;

/** Everything of one record; false when there is none. */
export async function deleteRequest(
  store: Store,
  id: string,
): Promise<boolean> {
  const kv = await store.kv();
  const [stored] = await readRequests(kv, [id]);
  if (!stored) return false;
  await deleteStored(kv, [stored]);
  return true;
}

/**
 * Deletes the records that a filter wants, with everything that belongs to
 * them, until `isDue` says that it has taken long enough.
 */
export async function deleteRequests(
  store: Store,
  filter: RequestFilter,
  isDue: () => boolean,
): Promise<Deletion> {
  const kv = await store.kv();
  let deleted = 0;
  let cursor: string | undefined;
  do {
    // Those past their time are hidden, not gone.
    const page = await findRequests(kv, {
      limit: PAGE,
      cursor,
      filter,
      now: 0,
    });
    await deleteStored(kv, page.found);
    deleted += page.found.length;
    if (page.cursor === null) return { deleted, isComplete: true };
    cursor = page.cursor;
  } while (!isDue());
  return { deleted, isComplete: false };
}

/**
 * Deletes records, their index entries, their bodies, and their ids in the
 * tail: nothing is left that names them.
 */
export async function deleteStored(
  kv: Deno.Kv,
  records: StoredRequest[],
): Promise<void> {
  if (records.length === 0) return;
  const oldest = await oldestBatch(kv);
  let piece: Doomed[] = [];
  let mutations = 0;
  let bytes = 0;
  const batches = new Set<number>();
  for (const { record, batch } of records) {
    const keys = [requestKey(record.id), ...indexKeys(record)];
    const size = keys.reduce((sum, key) => sum + keyBytes(key), 0);
    const tail = batch >= oldest ? batch : undefined;
    const isFull = mutations + keys.length + batches.size >= MAX_MUTATIONS ||
      bytes + size > MAX_KEY_BYTES || batches.size >= MAX_BATCHES;
    if (isFull) {
      await deletePiece(kv, piece, [...batches]);
      piece = [];
      mutations = 0;
      bytes = 0;
      batches.clear();
    }
    piece.push({ id: record.id, keys });
    mutations += keys.length;
    bytes += size;
    if (tail !== undefined) batches.add(tail);
  }
  await deletePiece(kv, piece, [...batches]);
  for (const { record } of records) {
    if (record.bodies) await deleteBody(kv, record.id);
  }
}

/** Deletes the kept bodies of a request. */
export async function deleteBody(kv: Deno.Kv, id: string): Promise<void> {
  const entries = kv.list({ prefix: [...BODIES, id] });
  const operation = kv.atomic();
  for await (const { key } of entries) operation.delete(key);
  await operation.commit();
}

/** A record to delete, with all its keys. */
interface Doomed {
  id: string;
  keys: string[][];
}

async function deletePiece(
  kv: Deno.Kv,
  piece: Doomed[],
  batches: number[],
): Promise<void> {
  const ids = new Set(piece.map(({ id }) => id));
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const operation = kv.atomic();
    for (const { keys } of piece) {
      for (const key of keys) operation.delete(key);
    }
    for (const entry of await tailEntries(kv, batches)) {
      const left = entry.value.map((id) => ids.has(id) ? "" : id);
      operation.check(entry).set(entry.key, left, { expireIn: TAIL_MS });
    }
    if ((await operation.commit()).ok) return;
  }
  throw new Error("Cannot delete requests: others change the same ones");
}

async function tailEntries(
  kv: Deno.Kv,
  batches: number[],
): Promise<Deno.KvEntry<string[]>[]> {
  const found: Deno.KvEntry<string[]>[] = [];
  for (let from = 0; from < batches.length; from += MANY) {
    const keys = batches.slice(from, from + MANY).map(tailKey);
    const entries = await kv.getMany<string[][]>(keys);
    for (const entry of entries) {
      if (entry.versionstamp !== null) found.push(entry);
    }
  }
  return found;
}

/** The first commit that is still in the tail. */
async function oldestBatch(kv: Deno.Kv): Promise<number> {
  for await (const { key } of kv.list({ prefix: TAIL }, { limit: 1 })) {
    return Number(key.at(-1));
  }
  return Infinity;
}
