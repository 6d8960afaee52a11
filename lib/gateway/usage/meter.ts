import type { Store } from "../../store/kv.ts";
import type { RequestRecord } from "../../store/requests/record.ts";
import { putMinutes, readPartial } from "../../store/usage/partials.ts";
import { MINUTE_MS, startOf } from "../../store/usage/keys.ts";
import { UsageBook } from "./book.ts";
import { valuesOf } from "./measure.ts";

/** How a `UsageMeter` works. */
export interface UsageMeterOptions {
  store: Store;
  /** Longest time a figure is in memory only, unless storing fails. */
  flushMs?: number;
  /** Name of this instance among all that share the database. */
  instance?: string;
  /** Clock in Unix ms. */
  now?: () => number;
  /** Told when storing fails. */
  onFailure?: (cause: unknown, pending: number) => void;
}

/** Figures are in memory only for this long, in ms. */
export const FLUSH_MS = 10_000;

/** Minutes in memory while the database is away; the last one then goes on. */
const MAX_MINUTES = 15;

/** Longest pause between two attempts to store. */
const MAX_PAUSE_MS = 60_000;

interface Minute {
  start: number;
  book: UsageBook;
  added: number;
  stored: number;
}

/**
 * Counts requests in the minute in which they end and stores what this instance
 * counted in one commit each few seconds, however many they are.
 */
export class UsageMeter {
  /** Name of this instance among all that share the database. */
  readonly instance: string;
  /** Longest time a figure is in memory only, unless storing fails. */
  readonly flushMs: number;
  /** All that this process ever counted. */
  readonly lifetime: UsageBook = new UsageBook({ maxRows: 5000 });
  readonly #store: Store;
  readonly #now: () => number;
  readonly #onFailure: (cause: unknown, pending: number) => void;
  readonly #minutes = new Map<number, Minute>();
  #current: Minute | undefined;
  #closedBefore = 0;
  #pendingSince: number | undefined;
  #failures = 0;
  #flushing: Promise<boolean> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  constructor(options: UsageMeterOptions) {
    this.#store = options.store;
    this.instance = options.instance ?? crypto.randomUUID().slice(0, 13);
    this.flushMs = options.flushMs ?? FLUSH_MS;
    this.#now = options.now ?? Date.now;
    this.#onFailure = options.onFailure ?? (() => {});
  }

  /** Requests that a crash would lose from the figures now. */
  get pending(): number {
    let pending = 0;
    for (const { added, stored } of this.#minutes.values()) {
      pending += added - stored;
    }
    return pending;
  }

  /**
   * For how many seconds back figures may be missing: those of other instances
   * wait for their next flush, those of this one for the database.
   */
  unflushedSeconds(now: number): number {
    const own = this.#pendingSince === undefined ? 0 : now - this.#pendingSince;
    return Math.ceil(Math.max(this.flushMs, own) / 1000);
  }

  /** Counts a request that has ended. Takes microseconds and never throws. */
  add(record: RequestRecord): void {
    const now = this.#now();
    const minute = this.#minuteAt(now);
    const values = valuesOf(record);
    minute.book.add(record, values);
    minute.added++;
    this.lifetime.add(record, values);
    this.#pendingSince ??= now;
    if (this.#timer === undefined && !this.#isClosed) this.#plan();
  }

  /** Stores all that was counted before; false when storing failed. */
  async flush(): Promise<boolean> {
    // A flush under way may have left out what was counted since.
    if (this.#flushing !== undefined) await this.#flushing;
    this.#flushing ??= this.#drain();
    return await this.#flushing;
  }

  /** Flushes and ends the timer. */
  async close(): Promise<boolean> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    return await this.flush();
  }

  #minuteAt(now: number): Minute {
    const current = this.#current;
    // Clocks step back, and another instance's may be ahead and have closed this
    // minute; one that was left is never opened again.
    const earliest = Math.max(this.#closedBefore, current?.start ?? 0);
    const start = startOf(Math.max(now, earliest), MINUTE_MS);
    if (current?.start === start) return current;
    const known = this.#minutes.get(start);
    if (known !== undefined) return this.#current = known;
    const isOpen = current !== undefined && current.start >= this.#closedBefore;
    if (isOpen && this.#minutes.size >= MAX_MINUTES) return current;
    const minute = { start, book: new UsageBook(), added: 0, stored: 0 };
    this.#minutes.set(start, minute);
    return this.#current = minute;
  }

  #plan(): void {
    clearTimeout(this.#timer);
    const pause = this.flushMs * 2 ** Math.min(this.#failures, 10);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.flush();
    }, Math.min(pause, Math.max(MAX_PAUSE_MS, this.flushMs)));
  }

  async #drain(): Promise<boolean> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const begun = this.#now();
    try {
      await this.#storeMinutes();
      this.#failures = 0;
      if (this.pending === 0) this.#pendingSince = undefined;
      else this.#pendingSince = begun;
      return true;
    } catch (cause) {
      this.#failures++;
      this.#onFailure(cause, this.pending);
      return false;
    } finally {
      this.#flushing = undefined;
      if (this.pending > 0 && !this.#isClosed) this.#plan();
    }
  }

  async #storeMinutes(): Promise<void> {
    const waiting = [...this.#minutes.values()]
      .filter(({ added, stored }) => added > stored)
      .map((minute) => ({ minute, added: minute.added }));
    if (waiting.length === 0) return;
    this.#closedBefore = await putMinutes(
      this.#store,
      this.instance,
      waiting.map(({ minute: { start, book } }) => ({
        start,
        table: book.table,
      })),
    );
    const late: Minute[] = [];
    for (const { minute, added } of waiting) {
      if (minute.start < this.#closedBefore) late.push(minute);
      else minute.stored = added;
    }
    for (const minute of late) await this.#countLater(minute);
    this.#forgetPast();
    // What was moved is stored now, not in a while: a shutdown may be waiting.
    if (late.length > 0) await this.#storeMinutes();
  }

  /**
   * Counts again, in an open minute, what a closed one was not told any more:
   * exactly what is missing in the part of it that this instance has stored.
   */
  async #countLater(minute: Minute): Promise<void> {
    const { start, book } = minute;
    const told = await readPartial(this.#store, this.instance, start);
    this.#minutes.delete(start);
    // Compacted long ago; what it held of ours was stored.
    if (told.size === 0 && minute.stored > 0) return;
    const rest = book.table.beyond(told);
    const open = this.#minuteAt(this.#now());
    open.book.merge(rest);
    open.added += rest.total().counters.requests;
  }

  #forgetPast(): void {
    for (const minute of [...this.#minutes.values()]) {
      const isStored = minute.stored === minute.added;
      if (isStored && minute !== this.#current) {
        this.#minutes.delete(minute.start);
      }
    }
  }
}
