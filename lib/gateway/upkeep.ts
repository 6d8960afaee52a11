import { claim, unclaim } from "../store/claims.ts";
import type { Store } from "../store/kv.ts";
import { compactUsage, purgeUsage } from "../store/usage/compact.ts";
import { rollUpUsage } from "../store/usage/rollup.ts";

/** Work that has to be done now and then, by one instance at a time. */
export interface UpkeepTask {
  /** Name for the log. */
  name: string;
  /**
   * Does it as of `now` (Unix ms). May end anywhere and be repeated at any
   * time; ends soon when the signal says that the process is about to.
   */
  run(now: number, signal: AbortSignal): Promise<unknown>;
}

/** How an `Upkeep` works. */
export interface UpkeepOptions {
  store: Store;
  tasks: UpkeepTask[];
  /** Name of this instance among all that share the database. */
  instance: string;
  /** About how long to wait between two runs. */
  everyMs?: number;
  /** Clock in Unix ms. */
  now?: () => number;
  /** Told why a task failed, or why there was no claim to be had. */
  onFailure?: (cause: unknown, task: string) => void;
}

/** Time between two runs, in ms. */
export const UPKEEP_MS = 5 * 60_000;

/** A claim whose holder died is free again after this long. */
const HOLD_MS = 10 * 60_000;

const WORK = "upkeep";

/**
 * The periodic work of all instances that share a database: whoever comes first
 * does it. A task that fails keeps no other one from its turn.
 */
export class Upkeep {
  readonly #options: Required<UpkeepOptions>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<boolean> | undefined;
  readonly #closing = new AbortController();

  constructor(options: UpkeepOptions) {
    this.#options = {
      everyMs: UPKEEP_MS,
      now: Date.now,
      onFailure: () => {},
      ...options,
    };
  }

  /** Runs all tasks, unless another instance does; never throws. */
  run(): Promise<boolean> {
    this.#running ??= this.#run().finally(() => this.#running = undefined);
    return this.#running;
  }

  /** Runs by itself from now on: soon, and then now and then. */
  start(): void {
    if (this.#timer !== undefined || this.#closing.signal.aborted) return;
    this.#plan(this.#options.everyMs / 10);
  }

  /** Ends the timer and waits for the task that is running. */
  async close(): Promise<void> {
    this.#closing.abort();
    clearTimeout(this.#timer);
    await this.#running;
  }

  /** Instances that were started together should not wake together. */
  #plan(pauseMs: number): void {
    this.#timer = setTimeout(async () => {
      await this.run();
      if (!this.#closing.signal.aborted) this.#plan(this.#options.everyMs);
    }, pauseMs * (0.8 + 0.4 * Math.random()));
  }

  async #run(): Promise<boolean> {
    const { store, instance: holder, now, onFailure } = this.#options;
    try {
      const options = { work: WORK, holder, now: now(), holdMs: HOLD_MS };
      if (!await claim(store, options)) return false;
    } catch (cause) {
      onFailure(cause, WORK);
      return false;
    }
    for (const task of this.#options.tasks) {
      if (this.#closing.signal.aborted) break;
      try {
        await task.run(now(), this.#closing.signal);
      } catch (cause) {
        onFailure(cause, task.name);
      }
    }
    await unclaim(store, WORK, holder).catch(() => {
      // It ends by itself.
    });
    return true;
  }
}

/** What the store of usage figures needs now and then. */
export function usageTasks(store: Store): UpkeepTask[] {
  return [
    {
      name: "usage roll-up",
      run: (now, signal) => rollUpUsage(store, now, signal),
    },
    {
      name: "usage compaction",
      run: (now, signal) => compactUsage(store, now, signal),
    },
    { name: "usage purge", run: (now) => purgeUsage(store, now) },
  ];
}
