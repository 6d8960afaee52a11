import { ApiError } from "../http/errors.ts";
import { BACKUP_PARTS, entriesOf } from "./backup_parts.ts";
import { gzipJson } from "./gzip.ts";
import { bumpRevision, STATES_REVISION } from "./revision.ts";

/** Where entries are restored to. */
export type RestoreMode =
  /** A deployment without settings, keys and accounts. */
  | "empty"
  /** Any: what it had of these is deleted. */
  | "replace";

/** Says that a restore runs, how far it is, and what a crash leaves to do. */
export interface Marker {
  id: string;
  mode: RestoreMode;
  phase: "staging" | "deleting" | "writing" | "clearing";
  /** Groups staged. */
  groups: number;
  /** The group to write next. */
  next: number;
  /** Unix ms of the last step. */
  at: number;
}

/** Where the marker is. */
export const MARKER = ["restore"];

/** Prefix of what is staged: the restore's id and a group's number follow. */
export const STAGE = "restore_stage";

/** All keys of a commit may have 80 KiB. */
export const MAX_KEY_BYTES = 30 * 1024;

/** How long to wait for another instance that finishes this restore, in ms. */
const OTHERS_MS = 60_000;

/** Each commit of a restore moves its marker, so that only one goes on. */
export class Steps {
  readonly #kv: Deno.Kv;
  #version: string | null;
  marker: Marker;

  constructor(kv: Deno.Kv, marker: Marker, version: string | null) {
    this.#kv = kv;
    this.marker = marker;
    this.#version = version;
  }

  /** Commits a step; false when another instance has taken over. */
  async take(
    change: Partial<Marker>,
    add: (operation: Deno.AtomicOperation) => unknown,
  ): Promise<boolean> {
    const next = { ...this.marker, ...change, at: Date.now() };
    const operation = this.#kv.atomic()
      .check({ key: MARKER, versionstamp: this.#version })
      .set(MARKER, next);
    add(operation);
    const result = await operation.commit();
    if (!result.ok) return false;
    this.marker = next;
    this.#version = result.versionstamp;
    return true;
  }

  /** Removes the marker; false when another instance has taken over. */
  async end(): Promise<boolean> {
    const operation = this.#kv.atomic()
      .check({ key: MARKER, versionstamp: this.#version })
      .delete(MARKER);
    return (await operation.commit()).ok;
  }
}

/** Goes on from wherever the marker is, to the end. */
export async function rollForward(kv: Deno.Kv, steps: Steps): Promise<void> {
  const isOurs = await deleteOld(kv, steps) && await write(kv, steps) &&
    await clear(kv, steps);
  if (!isOurs) await waitForOthers(kv, steps.marker.id);
}

async function deleteOld(kv: Deno.Kv, steps: Steps): Promise<boolean> {
  if (steps.marker.phase !== "deleting") return true;
  for (const part of BACKUP_PARTS) {
    if (part.kind === "owner_key") continue;
    const keys: Deno.KvKey[] = [];
    for await (const { key } of entriesOf(kv, part)) keys.push(key);
    for (const some of slices(keys)) {
      const isOurs = await steps.take({}, (operation) => {
        for (const key of some) operation.delete(key);
      });
      if (!isOurs) return false;
    }
  }
  return await steps.take({ phase: "writing" }, () => {});
}

async function write(kv: Deno.Kv, steps: Steps): Promise<boolean> {
  const { id, groups } = steps.marker;
  if (steps.marker.phase === "clearing") return true;
  while (steps.marker.next < groups) {
    const group = steps.marker.next;
    const prefix = [STAGE, id, group];
    const entries = await Array.fromAsync(kv.list({ prefix }));
    const isOurs = await steps.take({ next: group + 1 }, (operation) => {
      for (const { key, value } of entries) operation.set(key.slice(3), value);
    });
    if (!isOurs) return false;
  }
  return await finish(kv, steps);
}

/** Settings are always there afterwards, so that all instances see a change. */
async function finish(kv: Deno.Kv, steps: Steps): Promise<boolean> {
  const settings = await kv.get(["settings"]);
  const none = { values: await gzipJson({}), changedAt: Date.now() };
  return await steps.take({ phase: "clearing" }, (operation) => {
    if (settings.value === null) operation.set(["settings"], none);
    bumpRevision(bumpRevision(operation), STATES_REVISION);
  });
}

/** Resolves when another instance has finished a restore. */
export async function waitForOthers(kv: Deno.Kv, id: string): Promise<void> {
  const deadline = Date.now() + OTHERS_MS;
  while (Date.now() < deadline) {
    const { value } = await kv.get<Marker>(MARKER);
    if (value?.id !== id) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw running();
}

/** Deletes what was staged, then the marker, so that nothing stays behind. */
export async function clear(kv: Deno.Kv, steps: Steps): Promise<boolean> {
  if (!await steps.take({}, () => {})) return false;
  const prefix = [STAGE, steps.marker.id];
  const keys: Deno.KvKey[] = [];
  for await (const { key } of kv.list({ prefix }, { batchSize: 500 })) {
    keys.push(key);
  }
  for (const some of slices(keys)) {
    const operation = kv.atomic();
    for (const key of some) operation.delete(key);
    await operation.commit();
  }
  return await steps.end();
}

/** Keys in numbers that one commit takes. */
function* slices(keys: Deno.KvKey[]): Generator<Deno.KvKey[]> {
  let some: Deno.KvKey[] = [];
  let bytes = 0;
  for (const key of keys) {
    const length = JSON.stringify(key.map(String)).length;
    if (some.length === 500 || bytes + length > MAX_KEY_BYTES) {
      yield some;
      some = [];
      bytes = 0;
    }
    some.push(key);
    bytes += length;
  }
  if (some.length > 0) yield some;
}

/** Only one restore runs at a time. */
export function running(): ApiError {
  return new ApiError("Another restore is running: wait for its end", {
    status: 409,
    code: "restore_running",
  });
}
