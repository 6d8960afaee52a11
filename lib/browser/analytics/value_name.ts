import type { Words } from "../../i18n/mod.ts";

/** What names of values are made of. */
export interface NameSource {
  /** Names of accounts and keys by their ids. */
  names: Partial<Record<string, Record<string, string>>>;
  words: Pick<Words, "analytics" | "surfaces">;
}

/** How a value of a dimension is called; as it is where it has no name. */
export function valueName(
  { names, words }: NameSource,
  dimension: string,
  value: string,
): string {
  const { analytics, surfaces } = words;
  const special: Record<string, string> = analytics.special;
  const known: Record<string, string> = {
    ...special,
    ...(dimension === "surface" && surfaces),
    ...(dimension === "key" && analytics.callers),
    ...(dimension === "blame" && analytics.blames),
    ...(dimension === "outcome" && analytics.outcomes),
    ...names[dimension],
  };
  return Object.hasOwn(known, value) ? String(known[value]) : value;
}
