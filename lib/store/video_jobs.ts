import type { Store } from "./kv.ts";
import type { VideoRecord } from "./video_record.ts";

/** What a client said, beside the job: it may be long. */
export interface VideoAsk {
  prompt: string;
  /** Further arguments for Puter, without files. */
  extras: Record<string, unknown>;
  /** The picture to begin with, in the store of files. */
  inputId?: string;
}

/** Jobs of one key. */
export interface VideoQuery {
  keyId: string;
  limit: number;
  /** Id of the job before the first one wanted. */
  after?: string;
  order: "asc" | "desc";
  /** Unix ms. */
  now: number;
}

/** Keys of one `getMany`. */
const MANY = 10;

/** Two instances and a client rarely want to change a job at once. */
const MAX_TRIES = 10;

const JOBS = "videos";
/** Ids of a key's jobs, by creation. */
const BY_KEY = "videos_by_key";
/** Ids of jobs that are not at their end. */
const OPEN = "videos_open";
const ASKS = "video_asks";

/** Stores a new job with what was asked. */
export async function createVideo(
  store: Store,
  record: VideoRecord,
  ask: VideoAsk,
): Promise<void> {
  const { id, keyId } = record;
  const kv = await store.kv();
  const expireIn = record.expiresAt - record.createdAt;
  await kv.atomic()
    .set([JOBS, id], record, { expireIn })
    .set([ASKS, id], ask, { expireIn })
    .set([BY_KEY, keyId, id], record.expiresAt, { expireIn })
    .set([OPEN, id], record.expiresAt, { expireIn })
    .commit();
}

/** A job; null when there is none, or not any more at `now` (Unix ms). */
export async function getVideo(
  store: Store,
  id: string,
  now: number,
): Promise<VideoRecord | null> {
  const kv = await store.kv();
  const { value } = await kv.get<VideoRecord>([JOBS, id]);
  return value === null || value.expiresAt <= now ? null : value;
}

/** What was asked of a job; null when there is no such job. */
export async function getVideoAsk(
  store: Store,
  id: string,
): Promise<VideoAsk | null> {
  const kv = await store.kv();
  return (await kv.get<VideoAsk>([ASKS, id])).value;
}

/** What was asked of several jobs, in their order. */
export async function getVideoAsks(
  store: Store,
  ids: readonly string[],
): Promise<(VideoAsk | null)[]> {
  const kv = await store.kv();
  const keys = ids.map((id) => [ASKS, id]);
  return (await inBatches<VideoAsk>(kv, keys)).map(({ value }) => value);
}

/**
 * Changes a job in one step: `change` gets it as it is and returns it as it
 * shall be, or null to leave it. Returns the changed job; null when it was left
 * or does not exist.
 *
 * @throws {Error} when others change it all the time
 */
export async function changeVideo(
  store: Store,
  id: string,
  change: (record: VideoRecord) => VideoRecord | null,
): Promise<VideoRecord | null> {
  const kv = await store.kv();
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const entry = await kv.get<VideoRecord>([JOBS, id]);
    const changed = entry.value === null ? null : change(entry.value);
    if (changed === null) return null;
    // A job may not outlive its time by being changed.
    const expireIn = Math.max(1, changed.expiresAt - Date.now());
    const operation = kv.atomic().check(entry)
      .set(entry.key, changed, { expireIn });
    if (isClosed(changed)) operation.delete([OPEN, id]);
    if ((await operation.commit()).ok) return changed;
  }
  throw new Error(`Cannot change the video job ${id}: it changes all the time`);
}

/** Deletes a job and all that was kept beside it; null when there is none. */
export async function deleteVideo(
  store: Store,
  id: string,
): Promise<VideoRecord | null> {
  const kv = await store.kv();
  const { value } = await kv.get<VideoRecord>([JOBS, id]);
  if (value === null) return null;
  await kv.atomic()
    .delete([JOBS, id])
    .delete([ASKS, id])
    .delete([BY_KEY, value.keyId, id])
    .delete([OPEN, id])
    .commit();
  return value;
}

/** A page of a key's jobs, and whether more follow. */
export async function listVideos(
  store: Store,
  { keyId, limit, after, order, now }: VideoQuery,
): Promise<{ records: VideoRecord[]; hasMore: boolean }> {
  const kv = await store.kv();
  const reverse = order === "desc";
  const ids: string[] = [];
  const prefix = [BY_KEY, keyId];
  const selector = after === undefined
    ? { prefix }
    : reverse
    ? { prefix, end: [...prefix, after] }
    : { prefix, start: [...prefix, after, ""] };
  for await (const { key, value } of kv.list<number>(selector, { reverse })) {
    if (value > now) ids.push(String(key.at(-1)));
    if (ids.length > limit) break;
  }
  const keys = ids.slice(0, limit).map((id) => [JOBS, id]);
  const found = await inBatches<VideoRecord>(kv, keys);
  const records = found.flatMap(({ value }) => value ?? []);
  return { records, hasMore: ids.length > limit };
}

/** Ids of jobs that are not at their end, oldest first. */
export async function listOpenVideos(
  store: Store,
  limit: number,
): Promise<string[]> {
  const kv = await store.kv();
  const ids: string[] = [];
  for await (const { key } of kv.list({ prefix: [OPEN] }, { limit })) {
    ids.push(String(key.at(-1)));
  }
  return ids;
}

/** True when nothing can happen to a job any more. */
export function isClosed({ state }: VideoRecord): boolean {
  return state.status === "completed" || state.status === "failed";
}

async function inBatches<Value>(
  kv: Deno.Kv,
  keys: Deno.KvKey[],
): Promise<Deno.KvEntryMaybe<Value>[]> {
  const entries: Deno.KvEntryMaybe<Value>[] = [];
  for (let at = 0; at < keys.length; at += MANY) {
    entries.push(...await kv.getMany<Value[]>(keys.slice(at, at + MANY)));
  }
  return entries;
}
