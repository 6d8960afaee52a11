import type { Store } from "../kv.ts";
import { readRolled } from "./usage.ts";
import { decodeTable, encodeTable } from "./codec.ts";
import { GROUPS } from "./groups.ts";
import {
  COMPACTED_KEY,
  DAYS_KEPT_MS,
  HOUR_MS,
  HOURS_KEPT_MS,
  minuteKey,
  MINUTES_KEPT_MS,
  MINUTES_KEY,
  rolledKey,
  type RolledPeriod,
  startOf,
} from "./keys.ts";

/** Until then an instance may look for what it stored of a minute. */
const COMPACT_AFTER_MS = 6 * HOUR_MS;

/** Owns what several instances counted in a minute. */
const MERGED = "merged";

/** A commit takes 100 checks, and 800 KiB. */
const MAX_PARTS = 90;
const MAX_COMMIT_BYTES = 700_000;

const MAX_DELETES = 500;

type Part = Deno.KvEntry<Uint8Array>;

/**
 * Makes one part of those that several instances have stored of a minute. May
 * be repeated and run on several instances at once: a minute is replaced in one
 * commit, only if all its parts are still there.
 */
export async function compactUsage(
  store: Store,
  now: number,
  signal?: AbortSignal,
): Promise<number> {
  const kv = await store.kv();
  const { rolled } = await readRolled(kv);
  const from = (await kv.get<number>(COMPACTED_KEY)).value ?? 0;
  const to = Math.min(rolled.hour, startOf(now - COMPACT_AFTER_MS, HOUR_MS));
  if (from >= to) return 0;
  let compacted = 0;
  let parts: Part[] = [];
  const entries = kv.list<Uint8Array>({
    start: [...MINUTES_KEY, from],
    end: [...MINUTES_KEY, to],
  });
  for await (const part of entries) {
    if (parts.length > 0 && parts[0]?.key[2] !== part.key[2]) {
      if (await compactMinute(kv, parts)) compacted++;
      parts = [];
      if (signal?.aborted) return compacted;
    }
    parts.push(part);
  }
  if (await compactMinute(kv, parts)) compacted++;
  await kv.set(COMPACTED_KEY, to);
  return compacted;
}

async function compactMinute(kv: Deno.Kv, parts: Part[]): Promise<boolean> {
  const instances = new Set(parts.map(({ key }) => key[3]));
  if (instances.size < 2 || parts.length > MAX_PARTS) return false;
  const start = Number(parts[0]?.key[2]);
  const shards = encodeTable(decodeTable(parts.map(({ value }) => value)));
  const bytes = shards.reduce((sum, { length }) => sum + length, 0);
  if (bytes > MAX_COMMIT_BYTES) return false;
  const operation = kv.atomic().check(...parts);
  for (const { key } of parts) operation.delete(key);
  for (const [shard, value] of shards.entries()) {
    operation.set(minuteKey(start, MERGED, shard), value);
  }
  return (await operation.commit()).ok;
}

/** Deletes figures that are summed up and older than they are kept. */
export async function purgeUsage(store: Store, now: number): Promise<number> {
  const kv = await store.kv();
  const { rolled } = await readRolled(kv);
  let deleted = await deleteRange(kv, {
    start: [...MINUTES_KEY, 0],
    end: [...MINUTES_KEY, Math.min(rolled.hour, now - MINUTES_KEPT_MS)],
  });
  const ends: [RolledPeriod, number][] = [
    ["hour", Math.min(rolled.day, now - HOURS_KEPT_MS)],
    ["day", now - DAYS_KEPT_MS],
  ];
  for (const [period, end] of ends) {
    for (const { name: group } of GROUPS) {
      deleted += await deleteRange(kv, {
        start: rolledKey(period, { group, start: 0, shard: 0 }),
        end: rolledKey(period, { group, start: end, shard: 0 }),
      });
    }
  }
  return deleted;
}

async function deleteRange(
  kv: Deno.Kv,
  range: { start: Deno.KvKey; end: Deno.KvKey },
): Promise<number> {
  let deleted = 0;
  let operation = kv.atomic();
  let waiting = 0;
  for await (const { key } of kv.list(range)) {
    operation.delete(key);
    deleted++;
    if (++waiting < MAX_DELETES) continue;
    await operation.commit();
    operation = kv.atomic();
    waiting = 0;
  }
  if (waiting > 0) await operation.commit();
  return deleted;
}
