import { ApiError } from "../http/errors.ts";
import { BACKUP_PARTS, entriesOf } from "./backup_parts.ts";
import type { Store } from "./kv.ts";
import {
  clear,
  MARKER,
  type Marker,
  MAX_KEY_BYTES,
  type RestoreMode,
  rollForward,
  running,
  STAGE,
  Steps,
  waitForOthers,
} from "./restore_steps.ts";
import { bumpRevision } from "./revision.ts";

export type { RestoreMode } from "./restore_steps.ts";

/** An entry to be restored. */
export interface RestoreEntry {
  key: Deno.KvKey;
  value: unknown;
  /** Roughly, in bytes. */
  size: number;
}

/** A commit takes 800 KiB; a value may need twice the bytes of its JSON. */
const MAX_GROUP_BYTES = 300 * 1024;
const MAX_GROUP_ENTRIES = 250;

/** A staging that stands still for so long was left, in ms. */
const LEFT_MS = 2 * 60 * 1000;

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
      this.#keyBytes + keyBytes > MAX_KEY_BYTES;
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
    await clear(this.#kv, this.#steps);
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
  return value?.phase === "deleting" || value?.phase === "writing";
}

/** Finishes a restore that a crash has interrupted; false when none counts. */
export async function finishRestore(store: Store): Promise<boolean> {
  const kv = await store.kv();
  const { value, versionstamp } = await kv.get<Marker>(MARKER);
  if (value === null) return false;
  const steps = new Steps(kv, value, versionstamp);
  if (value.phase === "staging") {
    if (isLeft(value)) await clear(kv, steps);
    return false;
  }
  if (await steps.take({}, () => {})) await rollForward(kv, steps);
  else await waitForOthers(kv, value.id);
  return true;
}

/** Makes room for a new restore where an old one was left. */
async function clearLeft(kv: Deno.Kv): Promise<void> {
  const { value, versionstamp } = await kv.get<Marker>(MARKER);
  if (value === null) return;
  if (value.phase !== "staging" || !isLeft(value)) throw running();
  if (!await clear(kv, new Steps(kv, value, versionstamp))) throw running();
}

function isLeft({ at }: Marker): boolean {
  return Date.now() - at > LEFT_MS;
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

function unfit(cause: unknown): ApiError {
  return new ApiError("The backup holds what this database cannot", {
    status: 400,
    code: "invalid_backup",
    cause,
  });
}
