import type { Store } from "../kv.ts";
import { decodeInto } from "./codec.ts";
import type { UsageGroup } from "./groups.ts";
import {
  DAY_MS,
  HOUR_MS,
  MINUTES_KEY,
  ROLLED_KEY,
  rolledKey,
  type RolledPeriod,
  startOf,
} from "./keys.ts";
import { UsageTable } from "./table.ts";

/** How far figures were summed up: all that ended before these times, Unix ms. */
export interface RolledUsage {
  hour: number;
  day: number;
}

/** A stretch of time, `to` excluded; Unix ms. */
export interface Span {
  from: number;
  to: number;
}

/** Parts that are read and decoded at once: streams run in between. */
const MINUTES_AT_ONCE = 10;
const PERIODS_AT_ONCE = 100;

/** How far figures were summed up. */
export async function readRolled(
  kv: Deno.Kv,
): Promise<{ rolled: RolledUsage; entry: Deno.KvEntryMaybe<RolledUsage> }> {
  const entry = await kv.get<RolledUsage>(ROLLED_KEY);
  return { rolled: entry.value ?? { hour: 0, day: 0 }, entry };
}

/** Told the figures of a period that begins at `start`, once for each. */
export type UsageVisitor = (start: number, table: UsageTable) => void;

/** Which figures are read, and how finely. */
export interface ReadUsageOptions {
  span: Span;
  /** Length of the periods that are told, in ms: a minute, an hour or a day. */
  stepMs: number;
  group: UsageGroup;
}

/**
 * Visits the stored figures of a span by the values of a group, in order of
 * time; periods without any are left out.
 */
export async function readUsage(
  store: Store,
  { span, stepMs, group }: ReadUsageOptions,
  visit: UsageVisitor,
): Promise<void> {
  let at: number | undefined;
  let table = new UsageTable();
  for await (
    const { start, bytes, positions } of parts(store, span, {
      stepMs,
      group,
    })
  ) {
    const begin = startOf(start, stepMs);
    if (begin !== at) {
      if (at !== undefined) visit(at, table);
      at = begin;
      table = new UsageTable();
    }
    decodeInto(table, bytes, positions);
  }
  if (at !== undefined) visit(at, table);
}

/** Encoded figures of the period that begins at `start`, or a part of them. */
export interface UsagePart {
  start: number;
  bytes: Uint8Array;
  /** Which of the values are wanted; all when absent. */
  positions?: readonly number[];
}

/** What is stored of a span: days where there are any, then hours, minutes. */
async function* parts(
  store: Store,
  span: Span,
  { stepMs, group }: Pick<ReadUsageOptions, "stepMs" | "group">,
): AsyncGenerator<UsagePart> {
  const kv = await store.kv();
  let { from } = span;
  if (stepMs >= HOUR_MS) {
    // Only what these marks name is read summed up, so nothing is seen twice.
    const { rolled } = await readRolled(kv);
    const ends: [RolledPeriod, number][] = [["hour", rolled.hour]];
    if (stepMs >= DAY_MS) ends.unshift(["day", rolled.day]);
    for (const [period, end] of ends) {
      const to = Math.min(end, span.to);
      if (from >= to) continue;
      yield* listPeriods(kv, period, { span: { from, to }, group });
      from = to;
    }
  }
  if (from >= span.to) return;
  for await (const part of listMinutes(kv, { from, to: span.to })) {
    yield { ...part, positions: group.positions };
  }
}

/** The stored hours or days of a group, in order of time. */
export async function* listPeriods(
  kv: Deno.Kv,
  period: RolledPeriod,
  { span, group }: { span: Span; group: UsageGroup },
): AsyncGenerator<UsagePart> {
  const place = { group: group.name, shard: 0 };
  const entries = kv.list<Uint8Array>({
    start: rolledKey(period, { ...place, start: span.from }),
    end: rolledKey(period, { ...place, start: span.to }),
  }, { batchSize: PERIODS_AT_ONCE });
  for await (const { key, value } of entries) {
    yield { start: Number(key[3]), bytes: value };
  }
}

/** The stored minutes of all instances by all dimensions, in order of time. */
export async function* listMinutes(
  kv: Deno.Kv,
  span: Span,
): AsyncGenerator<UsagePart> {
  const entries = kv.list<Uint8Array>({
    start: [...MINUTES_KEY, span.from],
    end: [...MINUTES_KEY, span.to],
  }, { batchSize: MINUTES_AT_ONCE });
  for await (const { key, value } of entries) {
    yield { start: Number(key[2]), bytes: value };
  }
}
