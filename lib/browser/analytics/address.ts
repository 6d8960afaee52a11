import type { Dimension } from "../../store/usage/cell.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How far back figures can be looked at, in ms. */
export const RANGES = {
  "1h": HOUR_MS,
  "24h": DAY_MS,
  "7d": 7 * DAY_MS,
  "30d": 30 * DAY_MS,
  "90d": 90 * DAY_MS,
  "1y": 365 * DAY_MS,
} as const;

/** One of `RANGES`. */
export type Range = keyof typeof RANGES;

/** What figures can be told apart by, in the order of the page. */
export const GROUPINGS = [
  "model",
  "account",
  "key",
  "surface",
  "outcome",
  "blame",
] as const satisfies readonly Dimension[];

/** What the page shows, as its address says. */
export interface Address {
  range: Range;
  by: Dimension | null;
  /** Only requests with this value; null for all. */
  only: { dimension: Dimension; value: string } | null;
}

/** Longest value that the usage query takes. */
const MAX_VALUE = 100;

/** Reads an address; what it does not know stands as if it were absent. */
export function readAddress(parameters: URLSearchParams): Address {
  const range = parameters.get("range") ?? "";
  return {
    range: Object.hasOwn(RANGES, range) ? range as Range : "24h",
    by: dimensionOf(parameters.get("by")),
    only: onlyOf(parameters.get("only") ?? ""),
  };
}

/** The query of an address, with some of it changed. */
export function searchOf(address: Address, change: Partial<Address> = {}) {
  const { range, by, only } = { ...address, ...change };
  const query = new URLSearchParams({ range });
  if (by !== null) query.set("by", by);
  if (only !== null) query.set("only", `${only.dimension}:${only.value}`);
  return `?${query}`;
}

function dimensionOf(text: string | null): Dimension | null {
  return GROUPINGS.find((name) => name === text) ?? null;
}

function onlyOf(text: string): Address["only"] {
  const colon = text.indexOf(":");
  const dimension = dimensionOf(text.slice(0, Math.max(0, colon)));
  const value = text.slice(colon + 1);
  return dimension === null || value === "" || value.length > MAX_VALUE
    ? null
    : { dimension, value };
}
