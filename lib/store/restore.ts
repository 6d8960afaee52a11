import { ApiError } from "../http/errors.ts";
import { gzipJson } from "./gzip.ts";
import { BACKUP_PARTS, entriesOf } from "./backup_parts.ts";
import type { Store } from "./kv.ts";
import { bumpRevision } from "./revision.ts";

/** Where entries are restored to. */
export type RestoreMode =
  /** A deployment without settings, keys and accounts. */
  | "empty"
  /** Any: what it had of these is deleted. */
  | "replace";

/** Says that a restore runs, how far it is, and what a crash leaves to do. */
interface Marker {
  id: string;
  mode: RestoreMode;
  phase: "staging" | "deleting" | "writing";
  /** Groups staged. */
  groups: number;
  /** The group to write next. */
  next: number;
  /** Unix ms of the last step. */
  at: number;
}

/** An entry to be restored. */
export interface RestoreEntry {
  key: Deno.KvKey;
  value: unknown;
  /** Roughly, in bytes. */
  size: number;
}

const MARKER = ["restore"];
const STAGE = "restore_stage";

/** A commit takes 800 KiB; a value may need twice the bytes of its JSON. */
const MAX_GROUP_BYTES = 300 * 1024;
const MAX_GROUP_KEY_BYTES = 30 * 1024;
const MAX_GROUP_ENTRIES = 250;

/** A staging that stands still for so long was left, in ms. */
const LEFT_MS = 5 * 60 * 1000;

/** How long to wait for another instance that finishes this restore, in ms. */
const OTHERS_MS = 60_000;

/**
 * Brings entries into the database all or none: they are staged first, under
 * keys that nobody reads; then a marker says that they count, and from there a
 * restore is finished by whoever comes next, whatever crashes.
 */
export class Restore {
  readonly #kv: Deno.Kv;
  readonly #steps: Steps;
  #group: RestoreEntry[] = [];
  #bytes = 0;
  #keyBytes = 0;

  private constructor(kv: Deno.Kv, steps: Steps) {
    this.#kv = kv;
    this.#steps = steps;
  }

  /**
   * Begins a restore; nothing is changed before `commit`.
   *
   * @throws {ApiError} 409 `restore_running` or `not_empty`
   */
  static async begin(store: Store, mode: RestoreMode): Promise<Restore> {
    const kv = await store.kv();
    await clearLeft(kv);
    if (mode === "empty") await assertEmpty(kv);
    const marker: Marker = {
      id: crypto.randomUUID(),
      mode,
      phase: "staging",
      groups: 0,
      next: 0,
      at: Date.now(),
    };
    const steps = new Steps(kv, marker, null);
    if (!await steps.take({}, () => {})) throw running();
    return new Restore(kv, steps);
  }

  /**
   * Stages an entry.
   *
   * @throws {ApiError} 400 `invalid_backup` when the database cannot hold it
   */
  async add(entry: RestoreEntry): Promise<void> {
    const keyBytes = JSON.stringify(entry.key.map(String)).length;
    const isFull = this.#group.length === MAX_GROUP_ENTRIES ||
      this.#bytes + entry.size > MAX_GROUP_BYTES ||
      this.#keyBytes + keyBytes > MAX_GROUP_KEY_BYTES;
    if (isFull) await this.#stage();
    this.#group.push(entry);
    this.#bytes += entry.size;
    this.#keyBytes += keyBytes;
  }

  /**
   * Puts all staged entries in force.
   *
   * @throws {ApiError} 409 `not_empty`
   */
  async commit(): Promise<void> {
    await this.#stage();
    const { mode } = this.#steps.marker;
    if (mode === "empty") await assertEmpty(this.#kv);
    const phase = mode === "empty" ? "writing" : "deleting";
    if (!await this.#steps.take({ phase }, bumpRevision)) throw running();
    await rollForward(this.#kv, this.#steps);
  }

  /** Gives up: as if it had never begun. */
  async abort(): Promise<void> {
    this.#group = [];
    await clearStage(this.#kv, this.#steps.marker.id);
    await this.#steps.end((operation) => operation);
  }

  async #stage(): Promise<void> {
    if (this.#group.length === 0) return;
    const { id, groups } = this.#steps.marker;
    const isOurs = await this.#steps.take(
      { groups: groups + 1 },
      (operation) => {
        for (const { key, value } of this.#group) {
          operation.set([STAGE, id, groups, ...key], value);
        }
      },
    ).catch((cause) => {
      // What is too large or no value at all is the file's fault.
      throw cause instanceof TypeError ? unfit(cause) : cause;
    });
    if (!isOurs) throw running();
    this.#group = [];
    this.#bytes = 0;
    this.#keyBytes = 0;
  }
}

/** True while entries are being put in force, here or on another instance. */
export async function isRestoring(store: Store): Promise<boolean> {
  const kv = await store.kv();
  const { value } = await kv.get<Marker>(MARKER);
  return value !== null && value.phase !== "staging";
}

/** Finishes a restore that a crash has interrupted; false when there is none. */
export async function finishRestore(store: Store): Promise<boolean> {
  const kv = await store.kv();
  const { value, versionstamp } = await kv.get<Marker>(MARKER);
  if (value === null || value.phase === "staging") return false;
  const steps = new Steps(kv, value, versionstamp);
  if (await steps.take({}, () => {})) await rollForward(kv, steps);
  else await waitForOthers(kv, value.id);
  return true;
}

/** Each commit of a restore moves its marker, so that only one goes on. */
class Steps {
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

  /** Commits the last step, after which there is no marker. */
  async end(
    add: (operation: Deno.AtomicOperation) => Deno.AtomicOperation,
  ): Promise<boolean> {
    const operation = this.#kv.atomic()
      .check({ key: MARKER, versionstamp: this.#version })
      .delete(MARKER);
    return (await add(operation).commit()).ok;
  }
}

async function rollForward(kv: Deno.Kv, steps: Steps): Promise<void> {
  const { id } = steps.marker;
  if (await deleteOld(kv, steps) && await write(kv, steps)) {
    await clearStage(kv, id);
  } else {
    await waitForOthers(kv, id);
  }
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
  return await steps.end((operation) => {
    if (settings.value === null) operation.set(["settings"], none);
    return bumpRevision(operation);
  });
}

async function waitForOthers(kv: Deno.Kv, id: string): Promise<void> {
  const deadline = Date.now() + OTHERS_MS;
  while (Date.now() < deadline) {
    const { value } = await kv.get<Marker>(MARKER);
    if (value?.id !== id) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw running();
}

/** Makes room for a new restore where an old one was left. */
async function clearLeft(kv: Deno.Kv): Promise<void> {
  const { value, versionstamp } = await kv.get<Marker>(MARKER);
  if (value === null) return;
  const isLeft = value.phase === "staging" &&
    Date.now() - value.at > LEFT_MS;
  if (!isLeft) throw running();
  const steps = new Steps(kv, value, versionstamp);
  if (!await steps.end((operation) => operation)) throw running();
  await clearStage(kv, value.id);
}

async function clearStage(kv: Deno.Kv, id: string): Promise<void> {
  const keys: Deno.KvKey[] = [];
  const staged = kv.list({ prefix: [STAGE, id] }, { batchSize: 500 });
  for await (const { key } of staged) keys.push(key);
  for (const some of slices(keys)) {
    const operation = kv.atomic();
    for (const key of some) operation.delete(key);
    await operation.commit();
  }
}

async function assertEmpty(kv: Deno.Kv): Promise<void> {
  for (const part of BACKUP_PARTS) {
    if (part.kind !== "identity") continue;
    for await (const _ of entriesOf(kv, part)) {
      throw new ApiError(
        `This deployment is not empty: it has ${part.name}. Say mode "replace" to delete what it has`,
        { status: 409, code: "not_empty" },
      );
    }
  }
}

/** Keys in numbers that one commit takes. */
function* slices(keys: Deno.KvKey[]): Generator<Deno.KvKey[]> {
  let some: Deno.KvKey[] = [];
  let bytes = 0;
  for (const key of keys) {
    const length = JSON.stringify(key.map(String)).length;
    if (some.length === 500 || bytes + length > MAX_GROUP_KEY_BYTES) {
      yield some;
      some = [];
      bytes = 0;
    }
    some.push(key);
    bytes += length;
  }
  if (some.length > 0) yield some;
}

function running(): ApiError {
  return new ApiError("Another restore is running: wait for its end", {
    status: 409,
    code: "restore_running",
  });
}

function unfit(cause: unknown): ApiError {
  return new ApiError("The backup holds what this database cannot", {
    status: 400,
    code: "invalid_backup",
    cause,
  });
}
