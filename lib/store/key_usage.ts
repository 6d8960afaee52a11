import type { Store } from "./kv.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** What a budget of a month may still have to know, in ms. */
const SPEND_KEEP_MS = 40 * DAY_MS;

/** Longer than any of its counts matters. */
const LIVE_KEEP_MS = 2 * 60 * 1000;

/** Small mutations of one commit; the database takes 1000. */
const MAX_SMALL = 400;

/** Parts of one commit, of up to 64 KiB each; the database takes 800 KB. */
const MAX_PARTS = 10;

/** Present calls of one key: those running, and those begun by second. */
export type LiveKey = [
  keyId: string,
  running: number,
  minute: readonly number[] | null,
];

/** Present calls of some keys on one instance. */
export interface LivePart {
  instance: string;
  /** Ms since the epoch after which its running calls are not believed. */
  until: number;
  keys: LiveKey[];
}

/** What one instance writes of the use of keys, all at once. */
export interface KeyUsageWrite {
  instance: string;
  /** All its parts anew; absent when they stay as they are. */
  live?: { parts: Omit<LivePart, "instance">[]; before: number };
  /** What calls of a UTC day (`2026-11-23`) have cost on this instance. */
  spend: [keyId: string, day: string, microCents: number][];
  /** When keys were last used, in ms since the epoch. */
  uses: [keyId: string, at: number][];
}

/**
 * Writes what one instance knows. Values are its own totals, so that writing
 * them again does no harm.
 */
export async function putKeyUsage(
  store: Store,
  { instance, live, spend, uses }: KeyUsageWrite,
): Promise<void> {
  const kv = await store.kv();
  if (live !== undefined) await putLive(kv, instance, live);
  const small = [...spend.map(spendMutation), ...uses.map(useMutation)];
  for (let at = 0; at < small.length; at += MAX_SMALL) {
    const operation = kv.atomic();
    for (const mutate of small.slice(at, at + MAX_SMALL)) mutate(operation);
    await operation.commit();
  }

  function spendMutation([id, day, total]: KeyUsageWrite["spend"][number]) {
    return (operation: Deno.AtomicOperation) =>
      operation.set(["key_spend", id, day, instance], total, {
        expireIn: SPEND_KEEP_MS,
      });
  }
}

/** Instances write one after the other, and the latest use stays. */
function useMutation([id, at]: KeyUsageWrite["uses"][number]) {
  return (operation: Deno.AtomicOperation) =>
    operation.max(["key_uses", id], BigInt(at));
}

async function putLive(
  kv: Deno.Kv,
  instance: string,
  { parts, before }: NonNullable<KeyUsageWrite["live"]>,
): Promise<void> {
  const count = Math.max(parts.length, before);
  for (let from = 0; from < count; from += MAX_PARTS) {
    const operation = kv.atomic();
    for (let at = from; at < Math.min(count, from + MAX_PARTS); at++) {
      const key = ["key_live", instance, at];
      const part = parts[at];
      if (part === undefined) operation.delete(key);
      else operation.set(key, part, { expireIn: LIVE_KEEP_MS });
    }
    await operation.commit();
  }
}

/** The present calls that instances have shared, dead instances included. */
export async function listLive(store: Store): Promise<LivePart[]> {
  const kv = await store.kv();
  const entries = kv.list<Omit<LivePart, "instance">>({ prefix: ["key_live"] });
  return await Array.fromAsync(entries, ({ key, value }) => ({
    ...value,
    instance: String(key[1]),
  }));
}

/** What calls of a key have cost, by day and instance, from a day on. */
export async function listSpend(
  store: Store,
  keyId: string,
  from: string,
): Promise<{ day: string; instance: string; microCents: number }[]> {
  const kv = await store.kv();
  const prefix = ["key_spend", keyId];
  const entries = kv.list<number>({ prefix, start: [...prefix, from] }, {
    batchSize: 500,
  });
  return await Array.fromAsync(entries, ({ key, value }) => ({
    day: String(key[2]),
    instance: String(key[3]),
    microCents: value,
  }));
}

/** When each key was last used, in ms since the epoch. */
export async function listKeyUses(store: Store): Promise<Map<string, number>> {
  const kv = await store.kv();
  const entries = kv.list<Deno.KvU64>({ prefix: ["key_uses"] }, {
    batchSize: 500,
  });
  const uses = new Map<string, number>();
  for await (const { key, value } of entries) {
    uses.set(String(key[1]), Number(value.value));
  }
  return uses;
}

/** When a key was last used, in ms since the epoch; null when never. */
export async function getKeyUse(
  store: Store,
  keyId: string,
): Promise<number | null> {
  const kv = await store.kv();
  const { value } = await kv.get<Deno.KvU64>(["key_uses", keyId]);
  return value === null ? null : Number(value.value);
}

/** Forgets what a deleted key has used. */
export async function deleteKeyUsage(
  store: Store,
  keyId: string,
): Promise<void> {
  const kv = await store.kv();
  await kv.delete(["key_uses", keyId]);
  for await (const { key } of kv.list({ prefix: ["key_spend", keyId] })) {
    await kv.delete(key);
  }
}
