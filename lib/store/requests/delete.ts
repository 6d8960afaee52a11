import type { Store } from "../kv.ts";
import type { RequestFilter } from "./filter.ts";
import {
  BODIES,
  indexKeys,
  keyBytes,
  MAX_KEY_BYTES,
  MAX_MUTATIONS,
  NUMBER_BYTES,
  packIds,
  requestKey,
  type StoredRequest,
  TAIL,
  TAIL_MS,
  tailKey,
  unpackIds,
} from "./keys.ts";
import { findRequests, readRequests } from "./search.ts";

/** What a deletion came to. */
export interface Deletion {
  deleted: number;
  /** False when there may be more. */
  isComplete: boolean;
}

/** Records looked for at once. */
const PAGE = 150;

/** Entries that one commit may change: it takes 100 checks. */
const MAX_CHANGED = 95;

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
  let piece = new Doomed();
  for (const stored of records) {
    if (!piece.add(stored, oldest)) {
      await deletePiece(kv, piece, oldest);
      piece = new Doomed();
      piece.add(stored, oldest);
    }
  }
  await deletePiece(kv, piece, oldest);
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

/** Records that are deleted in one commit, and the entries that name them. */
class Doomed {
  readonly records: StoredRequest[] = [];
  readonly ids = new Set<string>();
  readonly keys: string[][] = [];
  /** Keys of index entries, each once, by their text. */
  readonly indexes = new Map<string, Deno.KvKey>();
  /** Commits whose entry in the tail names one of them. */
  readonly batches = new Set<number>();
  #bytes = 0;

  /** Takes a record; false when it has no room. One alone always has. */
  add(stored: StoredRequest, oldest: number): boolean {
    const { record, batch } = stored;
    const key = requestKey(record.id);
    const indexes = indexKeys(record);
    const bytes = [key, ...indexes].reduce(
      (sum, one) => sum + keyBytes(one) + NUMBER_BYTES,
      this.#bytes,
    );
    const entries = this.ids.size + this.indexes.size + indexes.length +
      this.batches.size;
    const isFull = entries >= MAX_MUTATIONS || bytes > MAX_KEY_BYTES;
    if (isFull && this.ids.size > 0) return false;
    this.records.push(stored);
    this.ids.add(record.id);
    this.keys.push(key);
    this.#bytes = bytes;
    for (const index of indexes) {
      this.indexes.set([...index, batch].join("\0"), [...index, batch]);
    }
    if (batch >= oldest) this.batches.add(batch);
    return true;
  }
}

async function deletePiece(
  kv: Deno.Kv,
  piece: Doomed,
  oldest: number,
): Promise<void> {
  if (piece.ids.size === 0) return;
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const operation = kv.atomic();
    for (const key of piece.keys) operation.delete(key);
    const changed = await takeOut(kv, piece, operation);
    if (changed > MAX_CHANGED && piece.ids.size > 1) {
      return await deleteHalves(kv, piece, oldest);
    }
    if ((await operation.commit()).ok) return;
  }
  throw new Error("Cannot delete requests: others change the same ones");
}

async function deleteHalves(
  kv: Deno.Kv,
  { records }: Doomed,
  oldest: number,
): Promise<void> {
  const middle = records.length >> 1;
  for (const half of [records.slice(0, middle), records.slice(middle)]) {
    const piece = new Doomed();
    for (const stored of half) piece.add(stored, oldest);
    await deletePiece(kv, piece, oldest);
  }
}

/** Takes ids out of the entries that name them; says how many keep others. */
async function takeOut(
  kv: Deno.Kv,
  { ids, indexes, batches }: Doomed,
  operation: Deno.AtomicOperation,
): Promise<number> {
  const [named, told] = await Promise.all([
    present<string>(kv, [...indexes.values()]),
    present<string[]>(kv, [...batches].map(tailKey)),
  ]);
  let changed = told.length;
  for (const entry of named) {
    const left = unpackIds(entry.value).filter((id) => !ids.has(id));
    if (left.length === 0) {
      // No id is ever added to an entry, so that none is lost unseen.
      operation.delete(entry.key);
      continue;
    }
    changed++;
    operation.check(entry).set(entry.key, packIds(left));
  }
  for (const entry of told) {
    const left = entry.value.map((id) => ids.has(id) ? "" : id);
    operation.check(entry).set(entry.key, left, { expireIn: TAIL_MS });
  }
  return changed;
}

/** The entries of keys, without those that are not there. */
async function present<Value>(
  kv: Deno.Kv,
  keys: Deno.KvKey[],
): Promise<Deno.KvEntry<Value>[]> {
  const reads: Promise<Deno.KvEntryMaybe<Value>[]>[] = [];
  for (let from = 0; from < keys.length; from += MANY) {
    reads.push(kv.getMany<Value[]>(keys.slice(from, from + MANY)));
  }
  const entries = (await Promise.all(reads)).flat();
  return entries.filter((entry) => entry.versionstamp !== null);
}

/** The first commit that is still in the tail. */
async function oldestBatch(kv: Deno.Kv): Promise<number> {
  for await (const { key } of kv.list({ prefix: TAIL }, { limit: 1 })) {
    return Number(key.at(-1));
  }
  return Infinity;
}
