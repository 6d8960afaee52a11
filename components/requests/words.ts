import type { Language, Words } from "../../lib/i18n/mod.ts";

/** The words that the list of requests and their details need. */
export interface RequestWords {
  requests: Words["requests"];
  common: Words["common"];
  surfaces: Words["surfaces"];
  traces: Pick<Words["traces"], "skipped" | "effect" | "next">;
}

/** The names by which an owner knows keys and accounts, by id. */
export interface Names {
  keys: Record<string, string>;
  accounts: Record<string, string>;
}

/** How requests are told to the reader. */
export interface Telling {
  language: Language;
  words: RequestWords;
  names: Names;
}

/** The name of an account; its first letters where it is gone. */
export function accountName(names: Names, id: string): string {
  return names.accounts[id] ?? id.slice(0, 8);
}

/** A word of a table by its key, or the key itself. */
export function wordFor(table: Record<string, string>, key: string): string {
  return Object.hasOwn(table, key) ? table[key] ?? key : key;
}

/** The name of the key that a request came with. */
export function keyNameOf(
  { names, words: { requests } }: Telling,
  { keyId, keyName }: { keyId: string; keyName?: string },
): string {
  if (keyId === "cockpit") return requests.cockpit;
  return names.keys[keyId] ?? keyName ??
    wordFor({ owner: requests.owner }, keyId);
}
