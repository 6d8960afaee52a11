import type { Store } from "../kv.ts";
import { HEAD, type StoredRequest, TAIL, tailKey } from "./keys.ts";
import type { RequestRecord } from "./record.ts";
import { readRequests } from "./search.ts";
import { type RevisionWatch, watchRevision } from "../revision.ts";

/**
 * The next record of the tail: commits are numbered without gaps, and each lists
 * its records in order. Unlike ids, which tell the arrival, it tells in which
 * order records came to be seen.
 */
export interface TailPosition {
  batch: number;
  index: number;
}

/** A record of the tail, and where the one after it would be. */
export interface TailEntry {
  record: RequestRecord;
  next: TailPosition;
}

/** A piece of the tail. */
export interface TailPart {
  entries: TailEntry[];
  /** Where the next piece begins. */
  next: TailPosition;
  /** True when what came before is no longer in the tail. */
  hasGap: boolean;
}

/** Commits read at once. */
const MAX_BATCHES = 4;

/** Where a tail begins that shows only what comes from now on. */
export async function endOfTail(store: Store): Promise<TailPosition> {
  const kv = await store.kv();
  return { batch: await lastBatch(kv) + 1, index: 0 };
}

/** The records from a position on, a bounded number; none at the end. */
export async function readTail(
  store: Store,
  from: TailPosition,
): Promise<TailPart> {
  const kv = await store.kv();
  const last = await lastBatch(kv);
  const atEnd = { batch: last + 1, index: 0 };
  if (from.batch > last) {
    const hasGap = from.batch > atEnd.batch;
    return { entries: [], next: hasGap ? atEnd : from, hasGap };
  }
  const batches = await Array.fromAsync(
    kv.list<string[]>({ prefix: TAIL, start: tailKey(from.batch) }, {
      limit: MAX_BATCHES,
    }),
    ({ key, value }) => ({ batch: Number(key.at(-1)), ids: value }),
  );
  const [first] = batches;
  if (first === undefined) return { entries: [], next: atEnd, hasGap: true };
  const entries: TailEntry[] = [];
  let next = from;
  for (const { batch, ids } of batches) {
    const index = batch === from.batch ? from.index : 0;
    entries.push(...await entriesOf(kv, ids, { batch, index }));
    next = { batch: batch + 1, index: 0 };
  }
  return { entries, next, hasGap: first.batch > from.batch };
}

/** Calls `onChange` at the beginning and when records were added anywhere. */
export function watchTail(
  store: Store,
  onChange: () => void,
  onError: (cause: unknown) => void,
): RevisionWatch {
  const changed = () => Promise.resolve(onChange());
  return watchRevision(store, changed, { key: HEAD, onError });
}

/** Text of a position, in the order of its numbers. */
export function formatPosition({ batch, index }: TailPosition): string {
  return `${batch}-${index}`;
}

/** The position in a text that `formatPosition` made. */
export function parsePosition(text: string): TailPosition {
  const [batch, index] = text.split("-").map(Number);
  return { batch: batch ?? 0, index: index ?? 0 };
}

async function lastBatch(kv: Deno.Kv): Promise<number> {
  return (await kv.get<number>(HEAD)).value ?? 0;
}

async function entriesOf(
  kv: Deno.Kv,
  ids: string[],
  { batch, index }: TailPosition,
): Promise<TailEntry[]> {
  const stored = await readRequests(kv, ids.slice(index));
  const now = Date.now();
  return stored.flatMap((found, n) =>
    isShown(found, batch, now)
      ? [{ record: found.record, next: { batch, index: index + n + 1 } }]
      : []
  );
}

/** Not when deleted, past its time, or stored again by a later commit. */
function isShown(
  found: StoredRequest | null,
  batch: number,
  now: number,
): found is StoredRequest {
  return found !== null && found.until > now && found.batch === batch;
}
