import type { Store } from "./kv.ts";

/** Changes with the settings, keys and accounts that instances share. */
const REVISION: Deno.KvKey = ["revision"];

/** Changes with the states of accounts: often, and only they are read anew. */
export const STATES_REVISION: Deno.KvKey = ["revision", "states"];

/** Marks what instances share as changed, in the commit that changes it. */
export function bumpRevision(
  operation: Deno.AtomicOperation,
  key: Deno.KvKey = REVISION,
): Deno.AtomicOperation {
  return operation.set(key, crypto.randomUUID());
}

/** What a `watchRevision` tells besides changes. */
export interface WatchRevisionOptions {
  /** Another entry to watch in place of the settings' revision. */
  key?: Deno.KvKey;
  /** Told why `onChange` failed or the database could not be read. */
  onError?: (cause: unknown) => void;
  /** How often to look without being told; the store's own when absent. */
  pollMs?: number;
}

/** A running `watchRevision`. */
export interface RevisionWatch {
  /** Ends it and waits for a running `onChange`. */
  close(): Promise<void>;
}

/**
 * Calls `onChange` once at the beginning and after every change of the
 * revision, whoever made it, one call at a time. When `onChange` fails or the
 * database is away, it is called again after the store's poll interval.
 */
export function watchRevision(
  store: Store,
  onChange: () => Promise<void>,
  options: WatchRevisionOptions = {},
): RevisionWatch {
  const watcher = new Watcher(store, onChange, options);
  watcher.start();
  return watcher;
}

class Watcher implements RevisionWatch {
  readonly #store: Store;
  readonly #onChange: () => Promise<void>;
  readonly #onError: (cause: unknown) => void;
  readonly #key: Deno.KvKey;
  readonly #pollMs: number;
  #reader: ReadableStreamDefaultReader<unknown> | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #seen: string | null | undefined;
  #checking: Promise<void> | undefined;
  #isStale = false;
  #isClosed = false;

  constructor(
    store: Store,
    onChange: () => Promise<void>,
    options: WatchRevisionOptions,
  ) {
    this.#store = store;
    this.#onChange = onChange;
    this.#onError = options.onError ?? (() => {});
    this.#key = options.key ?? REVISION;
    this.#pollMs = options.pollMs ?? store.pollMs;
  }

  start(): void {
    // A watch sees nothing of other processes that share an SQLite file.
    this.#timer = setInterval(() => this.#poll(), this.#pollMs);
    this.#poll();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#timer);
    await this.#reader?.cancel().catch(() => {});
    await this.#checking;
  }

  #poll(): void {
    this.#check();
    if (this.#reader === undefined) void this.#watch();
  }

  /** Follows the watch until it breaks; the next poll starts another. */
  async #watch(): Promise<void> {
    try {
      const kv = await this.#store.kv();
      if (this.#isClosed || this.#reader !== undefined) return;
      this.#reader = kv.watch([this.#key]).getReader();
      while (!(await this.#reader.read()).done) this.#check();
    } catch {
      // The database is away or closed, as the comparison has noticed too.
    }
    this.#reader = undefined;
  }

  /** Compares the revision now, or once more after the running comparison. */
  #check(): void {
    if (this.#isClosed) return;
    this.#isStale = true;
    this.#checking ??= this.#compare();
  }

  async #compare(): Promise<void> {
    while (this.#isStale && !this.#isClosed) {
      this.#isStale = false;
      try {
        const kv = await this.#store.kv();
        const { versionstamp } = await kv.get(this.#key);
        if (versionstamp === this.#seen) continue;
        await this.#onChange();
        this.#seen = versionstamp;
      } catch (cause) {
        // The revision stays unseen, so the next poll tries again.
        this.#onError(cause);
      }
    }
    this.#checking = undefined;
  }
}
