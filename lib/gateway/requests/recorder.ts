import type { RequestRecord } from "../../store/requests/record.ts";
import { MAX_COMMIT_RECORDS } from "../../store/requests/requests.ts";

/** How a `Recorder` stores and how much it holds. */
export interface RecorderOptions {
  /**
   * Stores the first records in one commit and says how many. After a failure
   * it is given the same ones `again`, which may have been stored all the same.
   */
  commit: (records: RequestRecord[], again: boolean) => Promise<number>;
  /** Longest time a record waits in memory, unless storing fails. */
  flushMs?: number;
  /** Most records waiting; beyond it the oldest are dropped. */
  maxPending?: number;
  /** Told when storing fails, once for each failed commit. */
  onFailure?: (cause: unknown, pending: number) => void;
}

/** Longest pause between two attempts to store. */
const MAX_PAUSE_MS = 30_000;

/**
 * Collects records of requests and stores hundreds at once, off the hot path:
 * nobody waits for it, and it never throws.
 */
export class Recorder {
  readonly #options: Required<RecorderOptions>;
  #pending: RequestRecord[] = [];
  #inFlight = 0;
  #dropped = 0;
  /** Records ever taken, and those of them stored or dropped since. */
  #taken = 0;
  #settled = 0;
  /** How many must be settled before the running flush ends. */
  #goal = 0;
  #failures = 0;
  #flushing: Promise<boolean> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isDue = false;
  #isClosed = false;

  constructor(options: RecorderOptions) {
    this.#options = {
      flushMs: 500,
      maxPending: 10_000,
      onFailure: () => {},
      ...options,
    };
  }

  /** Records that wait for their commit, the ones being stored included. */
  get pending(): number {
    return this.#pending.length + this.#inFlight;
  }

  /** Records given up because too many were waiting. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Takes a record; the caller must not change it afterwards. */
  push(record: RequestRecord): void {
    this.#pending.push(record);
    this.#taken++;
    if (this.#pending.length > this.#options.maxPending) this.#dropOldest();
    if (this.#failures > 0 || this.#isClosed) return;
    if (this.#pending.length >= MAX_COMMIT_RECORDS) this.#flushSoon();
    else this.#timer ??= this.#flushAfter(this.#options.flushMs);
  }

  /** Stores all that was pushed before; false when storing failed. */
  flush(): Promise<boolean> {
    this.#goal = this.#taken;
    if (this.#settled >= this.#goal) return Promise.resolve(true);
    this.#flushing ??= this.#drain();
    return this.#flushing;
  }

  /** Flushes and ends the timer; what is pushed later waits for `flush`. */
  close(): Promise<boolean> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    return this.flush();
  }

  async #drain(): Promise<boolean> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isDue = false;
    try {
      while (this.#settled < this.#goal) await this.#commit();
      return true;
    } catch (cause) {
      this.#options.onFailure(cause, this.pending);
      return false;
    } finally {
      this.#flushing = undefined;
      this.#plan();
    }
  }

  async #commit(): Promise<void> {
    const batch = this.#pending.splice(0, MAX_COMMIT_RECORDS);
    this.#inFlight = batch.length;
    let stored = 0;
    try {
      stored = await this.#options.commit(batch, this.#failures > 0);
      this.#failures = 0;
    } catch (cause) {
      this.#failures++;
      throw cause;
    } finally {
      this.#inFlight = 0;
      this.#settled += stored;
      this.#putBack(batch.slice(stored));
    }
  }

  #putBack(records: RequestRecord[]): void {
    if (records.length === 0) return;
    this.#pending = records.concat(this.#pending);
    while (this.#pending.length > this.#options.maxPending) this.#dropOldest();
  }

  #dropOldest(): void {
    this.#pending.shift();
    this.#dropped++;
    this.#settled++;
  }

  /** Sees to what is left after a flush. */
  #plan(): void {
    if (this.#pending.length === 0 || this.#isClosed) return;
    clearTimeout(this.#timer);
    const pause = this.#options.flushMs * 2 ** Math.min(this.#failures, 10);
    this.#timer = this.#flushAfter(Math.min(pause, MAX_PAUSE_MS));
  }

  /** A full commit leaves at once, but not inside the push that filled it. */
  #flushSoon(): void {
    if (this.#isDue || this.#flushing !== undefined) return;
    this.#isDue = true;
    clearTimeout(this.#timer);
    this.#timer = this.#flushAfter(0);
  }

  #flushAfter(ms: number): ReturnType<typeof setTimeout> {
    return setTimeout(() => {
      this.#timer = undefined;
      this.#isDue = false;
      void this.flush();
    }, ms);
  }
}
