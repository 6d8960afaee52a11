import { signal } from "@preact/signals";
import type { ApiFault } from "../api.ts";
import {
  type Identified,
  LOG_LIMITS,
  type LogPage,
  LogWindow,
  type LogWindowLimits,
  type WantedPage,
} from "./log_window.ts";

/** What came of asking for a part of the log. */
export type LoadedPage<Row extends Identified> =
  | { ok: true; page: LogPage<Row> }
  | { ok: false; fault: ApiFault };

/** What a `LiveLog` works with. */
export interface LiveLogOptions<Row extends Identified> {
  first: LogPage<Row>;
  /** Asks for the part below a cursor, or for the newest. */
  load: (cursor: string | null) => Promise<LoadedPage<Row>>;
  /** Reads what the tail said of one request. */
  read: (text: string) => Row;
  /** Runs something before the next frame is drawn. */
  onFrame?: (run: () => void) => void;
  /** Clock in ms. */
  now?: () => number;
  limits?: LogWindowLimits;
}

/** Texts that wait at most; with more the newest page is loaded instead. */
const MAX_WAITING = 1000;

/** The list changes this often at most, in ms: nobody reads faster. */
const PAUSE_MS = 250;

/** Parts asked for at once. */
const MAX_LOADS = 2;

/**
 * The log as it is seen: what the tail tells is taken in once per frame at
 * most, and waits while the reader looks at something. However fast it comes,
 * what waits is bounded; texts that are not shown are not even parsed.
 */
export class LiveLog<Row extends Identified> {
  readonly window: LogWindow<Row>;
  /** Grows with every change of what is shown. */
  readonly version = signal(0);
  /** Requests that wait to be shown. */
  readonly waiting = signal(0);
  /** Why the last part could not be loaded. */
  readonly fault = signal<ApiFault | null>(null);
  readonly #options: Required<LiveLogOptions<Row>>;
  readonly #loading = new Set<string | null>();
  #texts: string[] = [];
  /** True when rows between those shown and those to come are missing. */
  #isStale = false;
  #isHolding = false;
  #waiting = 0;
  #isPlanned = false;
  #isResetting = false;
  #lastMerge = -Infinity;
  #range = { first: 0, last: 0 };

  constructor(options: LiveLogOptions<Row>) {
    this.#options = {
      onFrame: (run) => requestAnimationFrame(run),
      now: () => performance.now(),
      limits: LOG_LIMITS,
      ...options,
    };
    this.window = new LogWindow(options.first, this.#options.limits);
  }

  /** Takes what the tail told of one request. */
  push(text: string): void {
    if (this.#texts.length < MAX_WAITING) this.#texts.push(text);
    else this.#isStale = true;
    this.#waiting++;
    this.#plan();
  }

  /** The tail was away for too long, or the newest rows changed otherwise. */
  gap(): void {
    this.#isStale = true;
    this.#plan();
  }

  /** While a reader looks at something, nothing moves. */
  hold(isHolding: boolean): void {
    if (isHolding === this.#isHolding) return;
    this.#isHolding = isHolding;
    this.#plan();
  }

  /** Tells which rows are seen, so that they are loaded. */
  show(first: number, last: number): void {
    this.#range = { first, last };
    this.window.trim(first, last);
    if (this.fault.peek() !== null) return;
    for (const wanted of this.window.missing(first, last)) this.#load(wanted);
  }

  /** Asks again for what could not be loaded. */
  retry(): void {
    this.fault.value = null;
    if (this.#isStale) this.#plan();
    this.show(this.#range.first, this.#range.last);
  }

  /** Takes away a request that was deleted. */
  remove(id: string): void {
    this.window.remove(id);
    this.version.value++;
  }

  /** Loads the newest page in place of all that is held. */
  async reset(): Promise<void> {
    if (this.#isResetting) return;
    this.#isResetting = true;
    this.#takeTexts();
    this.#isStale = false;
    const loaded = await this.#options.load(null);
    this.#isResetting = false;
    if (loaded.ok) {
      this.window.reset(loaded.page);
      this.fault.value = null;
      this.version.value++;
    } else {
      this.#isStale = true;
      this.fault.value = loaded.fault;
    }
    if (this.#texts.length > 0) this.#plan();
  }

  #takeTexts(): string[] {
    const texts = this.#texts;
    this.#texts = [];
    this.#waiting = 0;
    this.waiting.value = 0;
    return texts;
  }

  #plan(): void {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    this.#options.onFrame(() => {
      this.#isPlanned = false;
      if (this.#isHolding) this.waiting.value = this.#waiting;
      else this.#turn();
    });
  }

  #turn(): void {
    if (this.#isResetting) return;
    const isUnread = this.#texts.length > 0 && !this.window.hasHead;
    if (this.#isStale || isUnread) {
      if (this.fault.peek() === null) void this.reset();
      return;
    }
    if (this.#texts.length === 0) return;
    const now = this.#options.now();
    if (now - this.#lastMerge < PAUSE_MS) return this.#plan();
    this.#lastMerge = now;
    this.window.merge(this.#takeTexts().map(this.#options.read));
    this.version.value++;
  }

  async #load(wanted: WantedPage): Promise<void> {
    const { cursor } = wanted;
    if (this.#loading.has(cursor) || this.#loading.size >= MAX_LOADS) return;
    this.#loading.add(cursor);
    const loaded = await this.#options.load(cursor);
    this.#loading.delete(cursor);
    if (loaded.ok) this.window.take(wanted, loaded.page);
    else this.fault.value = loaded.fault;
    this.version.value++;
    this.show(this.#range.first, this.#range.last);
  }
}
