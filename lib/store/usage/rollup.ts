import type { Store } from "../kv.ts";
import {
  listMinutes,
  listPeriods,
  readRolled,
  type RolledUsage,
} from "./usage.ts";
import { UsageBounds } from "./bounds.ts";
import { decodeInto, encodeTable } from "./codec.ts";
import { GROUPS, type UsageGroup } from "./groups.ts";
import {
  CLOSED_KEY,
  DAY_MS,
  HOUR_MS,
  MINUTE_MS,
  MINUTES_KEY,
  ROLLED_KEY,
  rolledKey,
  type RolledPeriod,
  startOf,
} from "./keys.ts";
import { UsageTable } from "./table.ts";

/** An hour is closed this long after its end; what comes later counts later. */
const GRACE_MS = 2 * MINUTE_MS;

/** Of the 800 KiB that a commit takes. */
const MAX_COMMIT_BYTES = 500_000;

/** What a roll-up did. */
export interface RollUpReport {
  hours: number;
  days: number;
}

/**
 * Sums up minutes to hours and hours to days, oldest first. May end anywhere
 * and run on several instances at once: a closed hour does not change, so all
 * of them write the same, and only who moves the mark on makes it count.
 */
export async function rollUpUsage(
  store: Store,
  now: number,
  signal?: AbortSignal,
): Promise<RollUpReport> {
  const kv = await store.kv();
  await closeMinutes(kv, startOf(now - GRACE_MS, HOUR_MS));
  const report = { hours: 0, days: 0 };
  while (!signal?.aborted && await rollHour(kv)) report.hours++;
  while (!signal?.aborted && await rollDay(kv)) report.days++;
  return report;
}

/** Ends the time that instances may still write to. */
async function closeMinutes(kv: Deno.Kv, before: number): Promise<void> {
  const entry = await kv.get<number>(CLOSED_KEY);
  if ((entry.value ?? 0) >= before) return;
  // When it fails, another instance has closed as much.
  await kv.atomic().check(entry).set(CLOSED_KEY, before).commit();
}

/** Sums up the oldest hour that waits; false when none does. */
async function rollHour(kv: Deno.Kv): Promise<boolean> {
  const closed = (await kv.get<number>(CLOSED_KEY)).value ?? 0;
  const { rolled, entry } = await readRolled(kv);
  if (rolled.hour >= closed) return false;
  const first = await firstKey(kv, {
    start: [...MINUTES_KEY, rolled.hour],
    end: [...MINUTES_KEY, closed],
  });
  const minute = first?.[2];
  if (minute === undefined) {
    await moveMark(kv, entry, { ...rolled, hour: closed });
    return false;
  }
  const from = startOf(Number(minute), HOUR_MS);
  const sum = new UsageTable();
  const span = { from, to: from + HOUR_MS };
  for await (const { bytes } of listMinutes(kv, span)) decodeInto(sum, bytes);
  await putPeriod(
    kv,
    { period: "hour", start: from },
    ({ positions }) => sum.fold(positions),
  );
  await moveMark(kv, entry, { ...rolled, hour: from + HOUR_MS });
  return true;
}

/** Sums up the oldest day that waits; false when none does. */
async function rollDay(kv: Deno.Kv): Promise<boolean> {
  const { rolled, entry } = await readRolled(kv);
  const end = startOf(rolled.hour, DAY_MS);
  if (rolled.day >= end) return false;
  const place = { group: "total", shard: 0 };
  const first = await firstKey(kv, {
    start: rolledKey("hour", { ...place, start: rolled.day }),
    end: rolledKey("hour", { ...place, start: end }),
  });
  const hour = first?.[3];
  if (hour === undefined) {
    await moveMark(kv, entry, { ...rolled, day: end });
    return false;
  }
  const from = startOf(Number(hour), DAY_MS);
  const span = { from, to: from + DAY_MS };
  await putPeriod(kv, { period: "day", start: from }, async (group) => {
    const sum = new UsageTable();
    for await (const { bytes } of listPeriods(kv, "hour", { span, group })) {
      decodeInto(sum, bytes);
    }
    return sum;
  });
  await moveMark(kv, entry, { ...rolled, day: from + DAY_MS });
  return true;
}

/** Stores all groups of a period, one after the other: streams run meanwhile. */
async function putPeriod(
  kv: Deno.Kv,
  { period, start }: { period: RolledPeriod; start: number },
  tableOf: (group: UsageGroup) => UsageTable | Promise<UsageTable>,
): Promise<void> {
  const bounds = new UsageBounds();
  for (const group of GROUPS) {
    const table = bounds.bound(group, await tableOf(group));
    let operation = kv.atomic();
    let bytes = 0;
    for (const [shard, value] of encodeTable(table).entries()) {
      if (bytes + value.length > MAX_COMMIT_BYTES) {
        await operation.commit();
        operation = kv.atomic();
        bytes = 0;
      }
      bytes += value.length;
      const place = { group: group.name, start, shard };
      operation.set(rolledKey(period, place), value);
    }
    await operation.commit();
  }
}

/** When it fails, another instance has done the same work. */
async function moveMark(
  kv: Deno.Kv,
  entry: Deno.KvEntryMaybe<RolledUsage>,
  rolled: RolledUsage,
): Promise<void> {
  await kv.atomic().check(entry).set(ROLLED_KEY, rolled).commit();
}

async function firstKey(
  kv: Deno.Kv,
  range: { start: Deno.KvKey; end: Deno.KvKey },
): Promise<Deno.KvKey | undefined> {
  for await (const { key } of kv.list(range, { limit: 1 })) return key;
  return undefined;
}
