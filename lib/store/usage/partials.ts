import type { Store } from "../kv.ts";
import { decodeInto, encodeTable } from "./codec.ts";
import { CLOSED_KEY, minuteKey, MINUTES_KEY } from "./keys.ts";
import { UsageTable } from "./table.ts";

/** All that an instance has counted in a minute until now. */
export interface MinutePartial {
  /** Beginning of the minute, Unix ms. */
  start: number;
  table: UsageTable;
}

/** Of the 800 KiB a commit takes. */
const MAX_COMMIT_BYTES = 500_000;

/** Another instance may move the end of the closed time meanwhile. */
const MAX_TRIES = 5;

/**
 * Stores what an instance counted in some minutes, in place of what it stored
 * of them before, so that it may be repeated after any failure. Says before
 * which time minutes are closed: nothing of theirs was stored.
 */
export async function putMinutes(
  store: Store,
  instance: string,
  partials: MinutePartial[],
): Promise<number> {
  const kv = await store.kv();
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const closed = await kv.get<number>(CLOSED_KEY);
    const closedBefore = closed.value ?? 0;
    const open = partials.filter(({ start }) => start >= closedBefore);
    if (await commitMinutes(kv, { instance, open, closed })) {
      return closedBefore;
    }
  }
  throw new Error("The end of the closed minutes keeps moving");
}

async function commitMinutes(
  kv: Deno.Kv,
  { instance, open, closed }: {
    instance: string;
    open: MinutePartial[];
    closed: Deno.KvEntryMaybe<number>;
  },
): Promise<boolean> {
  let operation = kv.atomic().check(closed);
  let bytes = 0;
  for (const { start, table } of open) {
    const shards = encodeTable(table);
    const size = shards.reduce((sum, { length }) => sum + length, 0);
    // The parts of a minute belong together, so they go in one commit.
    if (bytes > 0 && bytes + size > MAX_COMMIT_BYTES) {
      if (!(await operation.commit()).ok) return false;
      operation = kv.atomic().check(closed);
      bytes = 0;
    }
    bytes += size;
    for (const [shard, value] of shards.entries()) {
      operation.set(minuteKey(start, instance, shard), value);
    }
    operation.delete(minuteKey(start, instance, shards.length));
  }
  return bytes === 0 || (await operation.commit()).ok;
}

/** What an instance has stored of a minute. */
export async function readPartial(
  store: Store,
  instance: string,
  start: number,
): Promise<UsageTable> {
  const kv = await store.kv();
  const table = new UsageTable();
  const entries = kv.list<Uint8Array>({
    prefix: [...MINUTES_KEY, start, instance],
  });
  for await (const { value } of entries) decodeInto(table, value);
  return table;
}
