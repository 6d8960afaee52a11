import { MAX_TEXT } from "./filter.ts";
import type { RequestRecord } from "./record.ts";

const MAX_ATTEMPTS = 16;
const MAX_CHOICES = 16;
const MAX_NAMED = 6;

/** Serialized names and numbers of a record, an attempt and a choice. */
const RECORD_BYTES = 600;
const ATTEMPT_BYTES = 150;
const CHOICE_BYTES = 200;

/** Of a choice: a reason with its number, and an account with its reason. */
const SKIPPED_BYTES = 30;
const NAMED_BYTES = 100;

/** A record of a bounded size: itself, unless something in it is too long. */
export function boundRecord(record: RequestRecord): RequestRecord {
  return isBounded(record) ? record : bounded(record);
}

function isBounded(record: RequestRecord): boolean {
  return record.attempts.length <= MAX_ATTEMPTS &&
    longestText(record) <= MAX_TEXT &&
    record.attempts.every((attempt) => longestText(attempt) <= MAX_TEXT) &&
    (record.choices === undefined || record.choices.length === 0 ||
      (record.choices.length <= MAX_CHOICES &&
        record.choices.every(({ named }) =>
          (named?.length ?? 0) <= MAX_NAMED
        )));
}

/** A copy with the last attempts only and without texts of any length. */
function bounded(record: RequestRecord): RequestRecord {
  const attempts = record.attempts.slice(-MAX_ATTEMPTS).map(withShortTexts);
  const short = withShortTexts({ ...record, attempts });
  if (record.choices !== undefined) {
    short.choices = record.choices.slice(-MAX_CHOICES).map((choice) => {
      if (choice.named === undefined) return choice;
      return { ...choice, named: choice.named.slice(0, MAX_NAMED) };
    });
  }
  return short;
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
export function bytesOf(record: RequestRecord): number {
  let bytes = RECORD_BYTES + 2 * textLength(record);
  for (const { skipped, named } of record.choices ?? []) {
    bytes += CHOICE_BYTES + SKIPPED_BYTES * Object.keys(skipped).length +
      NAMED_BYTES * (named?.length ?? 0);
  }
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
