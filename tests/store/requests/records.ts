import fc from "fast-check";
import { lowestIdAt } from "../../../lib/http/request_id.ts";
import {
  BLAMES,
  type RequestFilter,
} from "../../../lib/store/requests/filter.ts";
import {
  OUTCOMES,
  type RequestRecord,
} from "../../../lib/store/requests/record.ts";

/** When these records begin to arrive. */
export const BEGIN = 1_800_000_000_000;

/** An id made at a moment; `n` tells it from others of the same one. */
export function idAt(ms: number, n: number): string {
  return lowestIdAt(ms) + String(n).padStart(16, "0");
}

/** A record that went well, unless told otherwise. */
export function requestRecord(
  n: number,
  more: Partial<RequestRecord> = {},
): RequestRecord {
  return {
    id: idAt(BEGIN + n, n),
    at: BEGIN + n,
    keyId: "k1",
    surface: "chat_completions",
    model: "gpt-5-nano",
    accountId: "a1",
    attempts: [],
    status: 200,
    durationMs: 12,
    stream: false,
    upstream: "puter",
    ...more,
  };
}

const KEYS = ["k1", "k2", "k3"];
const ACCOUNTS = ["a1", "a2", "a3"];
const MODELS = ["gpt-5-nano", "claude", "\u{4e2d}\u{6587}/x", "m".repeat(250)];
const SURFACES = ["chat_completions", "images"];

/** What may differ between records: everything that is indexed. */
export const anyRecordPart: fc.Arbitrary<Partial<RequestRecord>> = fc.record({
  keyId: fc.constantFrom(...KEYS),
  accountId: fc.constantFrom(undefined, ...ACCOUNTS),
  model: fc.constantFrom("", ...MODELS),
  surface: fc.constantFrom(...SURFACES),
  status: fc.constantFrom(200, 200, 200, 429, 499, 502),
  blame: fc.constantFrom(undefined, ...BLAMES),
  attempts: fc.array(
    fc.constantFrom(...ACCOUNTS).map((accountId) => ({
      accountId,
      status: 500,
      code: null,
      blame: null,
      ms: 1,
    })),
    { maxLength: 3 },
  ),
});

function some<T>(...values: T[]): fc.Arbitrary<T[] | undefined> {
  return fc.option(
    fc.uniqueArray(fc.constantFrom(...values), { minLength: 1 }),
    {
      nil: undefined,
      freq: 1,
    },
  );
}

/** Filters over those records that arrive within `spanMs`. */
export function anyFilter(spanMs: number): fc.Arbitrary<RequestFilter> {
  const moment = fc.option(
    fc.integer({ min: -2, max: spanMs + 2 }).map((ms) => BEGIN + ms),
    { nil: undefined },
  );
  return fc.record({
    from: moment,
    to: moment,
    key: some(...KEYS, "unknown"),
    account: some(...ACCOUNTS),
    model: some(...MODELS),
    surface: some(...SURFACES),
    outcome: some(...OUTCOMES),
    blame: some(...BLAMES),
  });
}

/** The plain meaning of a filter. */
export function isWanted(
  record: RequestRecord,
  filter: RequestFilter,
): boolean {
  const accounts = [
    record.accountId,
    ...record.attempts.map(({ accountId }) => accountId),
  ];
  const outcome = record.status === 499
    ? "cancelled" as const
    : record.status < 400
    ? "ok" as const
    : "failed" as const;
  return (filter.from === undefined || record.at >= filter.from) &&
    (filter.to === undefined || record.at < filter.to) &&
    (filter.key?.includes(record.keyId) ?? true) &&
    (filter.account?.some((id) => accounts.includes(id)) ?? true) &&
    (filter.model?.includes(record.model) ?? true) &&
    (filter.surface?.includes(record.surface) ?? true) &&
    (filter.outcome?.includes(outcome) ?? true) &&
    (filter.blame === undefined ||
      (record.blame !== undefined && filter.blame.includes(record.blame)));
}
