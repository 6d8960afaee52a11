import { lowestIdAt } from "../../http/request_id.ts";
import { join, UnionStream } from "./id_join.ts";
import { type IdStream, IndexStream } from "./index_stream.ts";
import type { Store } from "../kv.ts";
import {
  conditionsOf,
  type Dimension,
  hasValues,
  type RequestFilter,
} from "./filter.ts";
import {
  ABOVE_ALL,
  indexPrefix,
  RECORDS,
  requestKey,
  type StoredRequest,
} from "./keys.ts";
import type { RequestRecord } from "./record.ts";
import { Work } from "./search_work.ts";

/** Newest records first. */
export interface RequestPage {
  records: RequestRecord[];
  /**
   * Where the next page begins; null at the end. A rare combination may give a
   * page that is short, even empty, and still has a next one.
   */
  cursor: string | null;
}

/** Which page of records, and how much of it. */
export interface RequestPageOptions {
  limit: number;
  /** The `cursor` of the page before. */
  cursor?: string;
  filter?: RequestFilter;
  /** Records kept until then or earlier are hidden; Unix ms. */
  now?: number;
  /** Work allowed, in index entries. */
  maxWork?: number;
}

/** A stored record that was found, with what else the store knows of it. */
export interface FoundPage {
  found: StoredRequest[];
  cursor: string | null;
}

/** Work of one page in index entries: at most some 20 ms on a local file. */
const MAX_WORK = 3000;

/** Keys of one `getMany`. */
const MANY = 10;

/**
 * A page of records, newest first, from the indexes: the work is bounded
 * however many records there are and however few of them match.
 */
export async function listRequests(
  store: Store,
  options: RequestPageOptions,
): Promise<RequestPage> {
  const kv = await store.kv();
  const page = await findRequests(kv, options);
  const records = page.found.map(({ record }) => record);
  return { records, cursor: page.cursor };
}

/** As `listRequests`, for those who need what is stored. */
export function findRequests(
  kv: Deno.Kv,
  options: RequestPageOptions,
): Promise<FoundPage> {
  const { filter = {}, cursor, now = Date.now() } = options;
  const search: Search = {
    kv,
    now,
    conditions: conditionsOf(filter),
    lowest: filter.from === undefined ? "" : lowestIdAt(filter.from),
    bound: lower(
      cursor ?? ABOVE_ALL,
      filter.to === undefined ? ABOVE_ALL : lowestIdAt(filter.to),
    ),
    limit: options.limit,
    maxWork: options.maxWork ?? MAX_WORK,
  };
  if (search.bound <= search.lowest) {
    return Promise.resolve({ found: [], cursor: null });
  }
  return search.conditions.length === 0 ? newest(search) : matching(search);
}

interface Search {
  kv: Deno.Kv;
  now: number;
  conditions: [Dimension, string[]][];
  /** Range of ids: from `lowest` to below `bound`. */
  lowest: string;
  bound: string;
  limit: number;
  maxWork: number;
}

/** Without conditions the records themselves are the index. */
async function newest(search: Search): Promise<FoundPage> {
  const { kv, limit, now } = search;
  const entries = kv.list<StoredRequest>({
    start: [...RECORDS, search.lowest],
    end: [...RECORDS, search.bound],
  }, { reverse: true, limit: limit + 1, batchSize: Math.min(limit + 1, 500) });
  const stored = await Array.fromAsync(entries, (entry) => entry.value);
  const isLast = stored.length <= limit;
  const shown = stored.slice(0, limit);
  return {
    found: shown.filter(({ until }) => until > now),
    cursor: isLast ? null : shown.at(-1)?.record.id ?? null,
  };
}

async function matching(search: Search): Promise<FoundPage> {
  const { limit } = search;
  const streams = search.conditions.map((condition) =>
    streamOf(search, condition)
  );
  const work = new Work(search.maxWork);
  const found: StoredRequest[] = [];
  let bound: string | null = search.bound;
  // One more than asked for tells whether there is a next page.
  do {
    const part = await join(streams, {
      bound,
      limit: limit + 1 - found.length,
      work,
    });
    work.addRecords(part.ids.length);
    found.push(...await read(search, part.ids));
    bound = part.bound;
  } while (bound !== null && found.length <= limit && !work.isSpent);
  if (found.length <= limit) return { found, cursor: bound };
  const shown = found.slice(0, limit);
  return { found: shown, cursor: shown.at(-1)?.record.id ?? null };
}

function streamOf(
  { kv, lowest, limit }: Search,
  [dimension, values]: [Dimension, string[]],
): IdStream {
  const streams = values.map((value) =>
    new IndexStream(kv, {
      prefix: indexPrefix(dimension, value),
      lowest,
      size: limit + 1,
    })
  );
  const [only] = streams;
  return only !== undefined && streams.length === 1
    ? only
    : new UnionStream(streams);
}

/** The records of ids that match, are there and may still be shown. */
async function read(search: Search, ids: string[]): Promise<StoredRequest[]> {
  const stored = await readRequests(search.kv, ids);
  return stored.filter((entry) => entry !== null).filter((entry) =>
    entry.until > search.now && hasValues(entry.record, search.conditions)
  );
}

/** The stored records of ids, in their order; null where there is none. */
export async function readRequests(
  kv: Deno.Kv,
  ids: string[],
): Promise<(StoredRequest | null)[]> {
  const reads: Promise<Deno.KvEntryMaybe<StoredRequest>[]>[] = [];
  for (let from = 0; from < ids.length; from += MANY) {
    const keys = ids.slice(from, from + MANY).map(requestKey);
    reads.push(kv.getMany<StoredRequest[]>(keys));
  }
  return (await Promise.all(reads)).flat().map((entry) => entry.value);
}

function lower(a: string, b: string): string {
  return a < b ? a : b;
}
