import { type Dimension, DIMENSIONS, valuesOf } from "./filter.ts";
import type { RequestRecord } from "./record.ts";

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

/**
 * Entries that lead from a dimension's value to ids: one for all ids of a commit
 * that arrived within the same second, as writing one for each would cost more
 * than the request itself.
 */
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

/** Bytes of a key part that is a number. */
export const NUMBER_BYTES = 9;

/** Where the record of a request is. */
export function requestKey(id: string): string[] {
  return [...RECORDS, id];
}

/** Where a piece of a request's bodies is, counted from 0. */
export function bodyKey(id: string, piece: number): Deno.KvKey {
  return [...BODIES, id, piece];
}

/** Beginning of the index entries for a value. */
export function indexPrefix(dimension: Dimension, value: string): string[] {
  return [...INDEX, dimension, placeOf(dimension, value)];
}

function placeOf(dimension: Dimension, value: string): string {
  return dimension === "account" ? accountGroup(value) : value;
}

/** Groups of accounts, each with index entries of its own. */
const ACCOUNT_GROUPS = 32;

/**
 * Many accounts serve in turn, so that entries for each of them would be as many
 * as the records and cost twice what those do. Accounts of one group share
 * entries; the record says which of them it was.
 */
function accountGroup(accountId: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < accountId.length; i++) {
    hash = Math.imul(hash ^ accountId.charCodeAt(i), 0x01000193);
  }
  return ((hash >>> 0) % ACCOUNT_GROUPS).toString(36);
}

/** Where a batch of the live tail is. */
export function tailKey(batch: number): Deno.KvKey {
  return [...TAIL, batch];
}

/** Characters of an id that ids of about one second (1024 ms) share. */
const SECOND_CHARS = 12;

/** The part of an id, or of a bound of ids, by which index entries are cut. */
export function secondOf(id: string): string {
  return id.slice(0, SECOND_CHARS);
}

/** Told the places of a record in the indexes, each once. */
export type PlaceVisitor = (dimension: Dimension, place: string) => void;

/**
 * Visits the places of a record in the indexes: five when it went well. With
 * its second they make the key of an index entry.
 */
export function visitPlaces(record: RequestRecord, visit: PlaceVisitor): void {
  for (const dimension of DIMENSIONS) {
    const values = valuesOf(record, dimension);
    if (values.length === 1) {
      visit(dimension, placeOf(dimension, values[0] as string));
      continue;
    }
    const places = values.map((value) => placeOf(dimension, value));
    for (const place of new Set(places)) visit(dimension, place);
  }
}

/** Key of an index entry, without the number of its commit that ends it. */
export function indexKey(
  dimension: Dimension,
  place: string,
  second: string,
): string[] {
  return [...INDEX, dimension, place, second];
}

/** Keys of all index entries that name a record, as `indexKey` makes them. */
export function indexKeys(record: RequestRecord): string[][] {
  const keys: string[][] = [];
  const second = secondOf(record.id);
  visitPlaces(record, (dimension, place) => {
    keys.push(indexKey(dimension, place, second));
  });
  return keys;
}

/** What an index entry holds; without the separator ids would run together. */
const SEPARATOR = " ";

/** The value of an index entry. */
export function packIds(ids: readonly string[]): string {
  return ids.join(SEPARATOR);
}

/** The ids of an index entry, in no order. */
export function unpackIds(value: string): string[] {
  return value === "" ? [] : value.split(SEPARATOR);
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
