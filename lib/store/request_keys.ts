import { type Dimension, DIMENSIONS, valuesOf } from "./request_filter.ts";
import type { RequestRecord } from "./request_record.ts";

/** A record as stored, beside what only the store needs to know. */
export interface StoredRequest {
  record: RequestRecord;
  /** Hidden from this moment on, in Unix ms, and soon deleted. */
  until: number;
  /** The commit it came with, as numbered in the tail. */
  batch: number;
}

/** The records, by id and so by arrival. */
export const RECORDS = ["req_log"];

/** Empty entries that lead from a dimension's value to ids. */
export const INDEX = ["req_by"];

/** Ids by commit, which the live tail reads. */
export const TAIL = ["req_tail"];

/** Bodies of requests, by id and piece. */
export const BODIES = ["req_body"];

/** Longest time a viewer of the tail may be away without a gap. */
export const TAIL_MS = 60 * 60 * 1000;

/** A commit takes 1000 mutations; some are left for what a batch adds. */
export const MAX_MUTATIONS = 990;

/** Of the 80 KiB that all keys of a commit take together. */
export const MAX_KEY_BYTES = 79_000;

/** The number of the last commit. */
export const HEAD = ["req_head"];

/** Above every id. */
export const ABOVE_ALL = "~";

/** Bytes of a key part besides its text: a tag and a terminator. */
const PART_BYTES = 2;

export function requestKey(id: string): string[] {
  return [...RECORDS, id];
}

export function bodyKey(id: string, piece: number): Deno.KvKey {
  return [...BODIES, id, piece];
}

/** Beginning of the index entries for a value. */
export function indexPrefix(dimension: Dimension, value: string): string[] {
  return [...INDEX, dimension, value];
}

export function tailKey(batch: number): Deno.KvKey {
  return [...TAIL, batch];
}

/** Keys of all index entries of a record: five when it went well. */
export function indexKeys(record: RequestRecord): string[][] {
  const keys: string[][] = [];
  for (const dimension of DIMENSIONS) {
    for (const value of valuesOf(record, dimension)) {
      keys.push([...indexPrefix(dimension, value), record.id]);
    }
  }
  return keys;
}

/**
 * A bound just above an id: exclusive ends that include the id itself. All ids
 * have one length, so that nothing lies between the two.
 */
export function justAbove(id: string): string {
  return `${id}0`;
}

/** An upper bound of the bytes that a key of texts takes. */
export function keyBytes(key: readonly string[]): number {
  let bytes = 0;
  for (const part of key) bytes += PART_BYTES + utf8Bytes(part);
  return bytes;
}

/** Exact for ASCII, at most one half too much otherwise. */
function utf8Bytes(text: string): number {
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) > 0x7f) return 3 * text.length;
  }
  return text.length;
}
