import { boundRecord, bytesOf } from "./bounds.ts";
import {
  HEAD,
  indexKey,
  keyBytes,
  MAX_KEY_BYTES,
  MAX_MUTATIONS,
  NUMBER_BYTES,
  packIds,
  requestKey,
  secondOf,
  type StoredRequest,
  TAIL_MS,
  tailKey,
  visitPlaces,
} from "./keys.ts";
import type { Store } from "../kv.ts";
import type { RequestRecord } from "./record.ts";

/** How records are stored. */
export interface PutRequestsOptions {
  /** How long they are kept. */
  keepMs: number;
  /** True when the same records may have been stored by a call that failed. */
  again?: boolean;
}

/**
 * Most records of one commit. Few large ones are cheap, as each place of an index
 * is a page of its own; but handing a commit over holds up the thread that serves
 * requests, some 10 µs for each record.
 */
export const MAX_COMMIT_RECORDS = 250;

/** Of the 800 KiB that a commit takes. */
const MAX_COMMIT_BYTES = 700 * 1024;

/** Several instances may commit at the same moment; one of them wins. */
const MAX_TRIES = 20;

/** An index entry to be: its key without the commit's number, and its ids. */
interface IndexEntry {
  key: string[];
  ids: string[];
}

/** Records ready to be stored together. */
interface Batch {
  records: RequestRecord[];
  /** Index entries by the text of their keys. */
  indexes: Map<string, IndexEntry>;
}

/**
 * Stores the first records, as many as one commit holds, and says how many.
 * The same records may be given again after a failure.
 *
 * A record costs one mutation, and each commit one for each value by which
 * records of the same second are found: key, group of accounts, model, surface,
 * outcome and blame. A record alone takes about 1 KB, among many about 800
 * bytes. Each commit adds two mutations: its ids for the live tail, and their
 * number.
 */
export async function putRequests(
  store: Store,
  records: RequestRecord[],
  options: PutRequestsOptions,
): Promise<number> {
  if (records.length === 0) return 0;
  const kv = await store.kv();
  if (options.again) {
    const count = await countStored(kv, records);
    if (count > 0) return count;
  }
  const batch = fitting(records);
  const until = Date.now() + options.keepMs;
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    if (await commit(kv, batch, until)) return batch.records.length;
  }
  throw new Error("Cannot store requests: other instances were always faster");
}

/** One record, or null. */
export async function getRequest(
  store: Store,
  id: string,
): Promise<RequestRecord | null> {
  const kv = await store.kv();
  const { value } = await kv.get<StoredRequest>(requestKey(id));
  return value === null || value.until <= Date.now() ? null : value.record;
}

/** How many of the first records are there; commits are all or nothing. */
async function countStored(
  kv: Deno.Kv,
  records: RequestRecord[],
): Promise<number> {
  for (let from = 0; from < records.length; from += 10) {
    const keys = records.slice(from, from + 10).map(({ id }) => requestKey(id));
    const found = await kv.getMany(keys);
    const missing = found.findIndex(({ versionstamp }) => !versionstamp);
    if (missing >= 0) return from + missing;
  }
  return records.length;
}

/** True when stored; false when another commit took the same number. */
async function commit(
  kv: Deno.Kv,
  { records, indexes }: Batch,
  until: number,
): Promise<boolean> {
  const head = await kv.get<number>(HEAD);
  const batch = (head.value ?? 0) + 1;
  const ids = records.map(({ id }) => id);
  const operation = kv.atomic()
    .check(head)
    .set(HEAD, batch)
    .set(tailKey(batch), ids, { expireIn: TAIL_MS });
  for (const record of records) {
    const stored: StoredRequest = { record, until, batch };
    // Without an expiry of KV's own: it would leave the indexes behind.
    operation.set(requestKey(record.id), stored);
  }
  for (const { key, ids } of indexes.values()) {
    operation.set([...key, batch], packIds(ids));
  }
  return (await operation.commit()).ok;
}

/** The first records that fit into one commit; the first one always does. */
function fitting(given: RequestRecord[]): Batch {
  const batch: Batch = { records: [], indexes: new Map() };
  const size = { mutations: 0, bytes: 0, keys: 0 };
  for (const one of given.slice(0, MAX_COMMIT_RECORDS)) {
    const record = boundRecord(one);
    const places = placesIn(batch, record);
    size.mutations += 1;
    size.keys += keyBytes(requestKey(record.id));
    size.bytes += bytesOf(record) + places.length * (record.id.length + 1);
    for (const { entry } of places) {
      if (entry.ids.length > 0) continue;
      size.mutations += 1;
      size.keys += keyBytes(entry.key) + NUMBER_BYTES;
    }
    const fits = size.mutations <= MAX_MUTATIONS &&
      size.keys <= MAX_KEY_BYTES &&
      size.bytes + size.keys <= MAX_COMMIT_BYTES;
    if (!fits && batch.records.length > 0) break;
    batch.records.push(record);
    for (const { name, entry } of places) {
      if (entry.ids.length === 0) batch.indexes.set(name, entry);
      entry.ids.push(record.id);
    }
  }
  return batch;
}

/** The index entries that are to name a record; those not there yet are empty. */
function placesIn(
  { indexes }: Batch,
  record: RequestRecord,
): { name: string; entry: IndexEntry }[] {
  const places: { name: string; entry: IndexEntry }[] = [];
  const second = secondOf(record.id);
  visitPlaces(record, (dimension, place) => {
    // Model names may hold anything but this separator.
    const name = `${dimension}\0${place}\0${second}`;
    const entry = indexes.get(name) ??
      { key: indexKey(dimension, place, second), ids: [] };
    places.push({ name, entry });
  });
  return places;
}
