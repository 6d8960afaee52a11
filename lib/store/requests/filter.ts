import type { Blame } from "../../http/errors.ts";
import { lowestIdAt } from "../../http/request_id.ts";
import { type Outcome, outcomeOf, type RequestRecord } from "./record.ts";

/** What the log is indexed by, besides time. */
export const DIMENSIONS = [
  "key",
  "account",
  "model",
  "surface",
  "outcome",
  "blame",
] as const;

/** A field that requests are looked up by. */
export type Dimension = typeof DIMENSIONS[number];

/** Whom a failure may be put down to. */
export const BLAMES: readonly Blame[] = [
  "client",
  "account",
  "plan",
  "model",
  "upstream",
  "network",
  "gateway",
];

/** Which records are wanted: all conditions hold, each for any of its values. */
export interface RequestFilter {
  /** Earliest arrival, in Unix ms. */
  from?: number;
  /** Arrivals before this moment, in Unix ms. */
  to?: number;
  /** Ids of client keys. */
  key?: string[];
  /** Accounts that were called, whether they served the answer or failed. */
  account?: string[];
  /** Models as the clients wrote them. */
  model?: string[];
  surface?: string[];
  outcome?: Outcome[];
  blame?: Blame[];
}

/** Longest stored text; model ids are the client's and may be anything. */
export const MAX_TEXT = 200;

/** What a record is found by in a dimension, each value once. */
export function valuesOf(
  record: RequestRecord,
  dimension: Dimension,
): string[] {
  switch (dimension) {
    case "key":
      return present(record.keyId);
    case "account":
      return accountsOf(record);
    case "model":
      return present(record.model);
    case "surface":
      return present(record.surface);
    case "outcome":
      return [outcomeOf(record)];
    case "blame":
      return present(record.blame);
  }
}

/** The conditions of a filter on indexed values; values as they are stored. */
export function conditionsOf(filter: RequestFilter): [Dimension, string[]][] {
  const conditions: [Dimension, string[]][] = [];
  for (const dimension of DIMENSIONS) {
    const wanted = filter[dimension];
    if (wanted === undefined) continue;
    const values = wanted.map((value) => value.slice(0, MAX_TEXT));
    conditions.push([dimension, [...new Set(values)]]);
  }
  return conditions;
}

/** True when a record is one that a filter wants. */
export function matches(record: RequestRecord, filter: RequestFilter): boolean {
  const { from, to } = filter;
  return (from === undefined || record.id >= lowestIdAt(from)) &&
    (to === undefined || record.id < lowestIdAt(to)) &&
    hasValues(record, conditionsOf(filter));
}

/** True when a record meets every condition of a filter except its times. */
export function hasValues(
  record: RequestRecord,
  conditions: [Dimension, string[]][],
): boolean {
  return conditions.every(([dimension, wanted]) =>
    valuesOf(record, dimension).some((value) => wanted.includes(value))
  );
}

function accountsOf(record: RequestRecord): string[] {
  const accounts = new Set(present(record.accountId));
  for (const { accountId } of record.attempts) {
    if (accountId !== "") accounts.add(accountId);
  }
  return [...accounts];
}

function present(value: string | undefined): string[] {
  return value === undefined || value === "" ? [] : [value];
}
