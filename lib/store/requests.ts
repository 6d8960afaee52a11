import type { Store } from "./kv.ts";
import type { RequestRecord } from "./request_record.ts";

/** Newest records first. */
export interface RequestPage {
  records: RequestRecord[];
  /** Where the next page begins; null at the end. */
  cursor: string | null;
}

/** Which page of records, and how much of it. */
export interface RequestPageOptions {
  limit: number;
  /** The `cursor` of the page before. */
  cursor?: string;
}

/** Longest stored text; model ids are the client's and may be anything. */
const MAX_TEXT = 200;

const MAX_ATTEMPTS = 16;

/** Most records of one commit; it takes up to 1000 mutations. */
export const MAX_COMMIT_RECORDS = 500;

/** Of the 800 KiB a commit takes, the rest is for keys and errors. */
const MAX_COMMIT_BYTES = 700 * 1024;

/** Serialized names and numbers of a record and of an attempt, at most. */
const RECORD_BYTES = 500;
const ATTEMPT_BYTES = 100;

function requestKey(id: string): string[] {
  return ["requests", id];
}

/**
 * Stores the first records, as many as one commit holds, and says how many.
 * The same records may be given again after a failure.
 */
export async function putRequests(
  store: Store,
  records: RequestRecord[],
  options: { keepMs: number },
): Promise<number> {
  const kv = await store.kv();
  const operation = kv.atomic();
  let count = 0;
  let bytes = 0;
  for (const record of records.slice(0, MAX_COMMIT_RECORDS)) {
    const stored = isBounded(record) ? record : bounded(record);
    bytes += bytesOf(stored);
    if (bytes > MAX_COMMIT_BYTES) break;
    operation.set(requestKey(record.id), stored, { expireIn: options.keepMs });
    count++;
  }
  if (count > 0) await operation.commit();
  return count;
}

/** One record, or null. */
export async function getRequest(
  store: Store,
  id: string,
): Promise<RequestRecord | null> {
  const kv = await store.kv();
  return (await kv.get<RequestRecord>(requestKey(id))).value;
}

/** A page of records, newest first. */
export async function listRequests(
  store: Store,
  options: RequestPageOptions,
): Promise<RequestPage> {
  const kv = await store.kv();
  const start = ["requests"];
  const selector = options.cursor === undefined
    ? { prefix: start }
    : { start, end: requestKey(options.cursor) };
  const entries = kv.list<RequestRecord>(selector, {
    reverse: true,
    limit: options.limit + 1,
  });
  const found = await Array.fromAsync(entries, (entry) => entry.value);
  const records = found.slice(0, options.limit);
  const isLast = found.length <= options.limit;
  return { records, cursor: isLast ? null : records.at(-1)?.id ?? null };
}

function isBounded(record: RequestRecord): boolean {
  return record.attempts.length <= MAX_ATTEMPTS &&
    longestText(record) <= MAX_TEXT &&
    record.attempts.every((attempt) => longestText(attempt) <= MAX_TEXT);
}

/** A copy with the last attempts only and without texts of any length. */
function bounded(record: RequestRecord): RequestRecord {
  const attempts = record.attempts.slice(-MAX_ATTEMPTS).map(withShortTexts);
  return withShortTexts({ ...record, attempts });
}

function withShortTexts<T extends object>(value: T): T {
  const entries = Object.entries(value).map(([name, field]) => [
    name,
    typeof field === "string" ? field.slice(0, MAX_TEXT) : field,
  ]);
  return Object.fromEntries(entries);
}

function longestText(value: object): number {
  let longest = 0;
  for (const field of Object.values(value)) {
    if (typeof field === "string") longest = Math.max(longest, field.length);
  }
  return longest;
}

/** An upper bound of a record's size; a character takes up to two bytes. */
function bytesOf(record: RequestRecord): number {
  let bytes = RECORD_BYTES + 2 * textLength(record);
  for (const attempt of record.attempts) {
    bytes += ATTEMPT_BYTES + 2 * textLength(attempt);
  }
  return bytes;
}

function textLength(value: object): number {
  let length = 0;
  for (const field of Object.values(value)) {
    if (typeof field === "string") length += field.length;
  }
  return length;
}
