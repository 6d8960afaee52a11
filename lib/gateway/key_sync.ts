import { deadline } from "@std/async/deadline";
import { ApiError } from "../http/errors.ts";
import {
  type KeyUsageWrite,
  listLive,
  listSpend,
  type LiveKey,
  type LivePart,
  putKeyUsage,
} from "../store/key_usage.ts";
import type { Store } from "../store/kv.ts";
import type { KeyMeter } from "./key_meter.ts";
import { dayOf, monthOf } from "./key_spend.ts";

/** How a `KeySync` exchanges. */
export interface KeySyncOptions {
  store: Store;
  now: () => number;
  syncMs: number;
  onError: (cause: unknown) => void;
}

/** How long running calls are believed without being told again, in ms. */
const BELIEF_MS = 10_000;

/** How often running calls are told again, in ms. */
const REPEAT_MS = 3000;

/** How long after its last call a key is still listened for, in ms. */
const ATTENTION_MS = 10_000;

/** How often the whole month is read, for what comes late, in ms. */
const MONTH_MS = 60_000;

/** How long a call may wait for what the others tell, in ms. */
const PATIENCE_MS = 2000;

/** Meters that were not used for this long are forgotten, in ms. */
const FORGET_MS = 10 * 60 * 1000;

/** How exactly the last use of a key is written, in ms. */
const USE_MS = 60_000;

/** Keys of one part: with 64 counts each they stay below 64 KiB. */
const KEYS_PER_PART = 150;

/** Budgets read at the same time. */
const READERS = 16;

/** Exchanges what keys use with other instances, through the store. */
export class KeySync {
  readonly #meters: Map<string, KeyMeter>;
  readonly #options: KeySyncOptions;
  readonly #instance = crypto.randomUUID().slice(0, 13);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #dueAt = Infinity;
  #running: Promise<void> | undefined;
  readonly #renewing = new Map<KeyMeter, Promise<void>>();
  /** Parts that the store holds, and when they were written. */
  #parts = 0;
  #toldAt = -Infinity;
  #hasFailed = false;
  #isClosed = false;

  constructor(meters: Map<string, KeyMeter>, options: KeySyncOptions) {
    this.#meters = meters;
    this.#options = options;
  }

  /** Sees to it that an exchange follows soon. */
  plan(delayMs: number = this.#options.syncMs): void {
    const dueAt = performance.now() + delayMs;
    if (this.#isClosed || this.#dueAt <= dueAt) return;
    clearTimeout(this.#timer);
    this.#dueAt = dueAt;
    this.#timer = setTimeout(() => {
      this.#dueAt = Infinity;
      void this.run();
    }, delayMs);
  }

  /** Exchanges now, or once more after the exchange that runs. */
  async run(): Promise<void> {
    await this.#running;
    this.#running ??= this.#exchange().finally(() => {
      this.#running = undefined;
    });
    await this.#running;
  }

  /** Writes what waits, withdraws what was shared, and ends. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#running;
    try {
      await this.#write({ withdraw: true });
    } catch (cause) {
      this.#options.onError(cause);
    }
  }

  /**
   * Hears the others before a call of a key may go on. While the store is away
   * a call goes on with what is known of calls, and with old knowledge of what
   * was spent, but not without any.
   *
   * @throws {ApiError} 503 when nobody can say what the key has spent
   */
  renew(meter: KeyMeter): Promise<void> {
    const running = this.#renewing.get(meter);
    if (running !== undefined) return running;
    const renewing = this.#renew(meter)
      .finally(() => this.#renewing.delete(meter));
    this.#renewing.set(meter, renewing);
    return renewing;
  }

  /** Reads what others have spent this UTC day, or this month. */
  async readSpend(meter: KeyMeter, period: "day" | "month"): Promise<void> {
    const at = this.#options.now();
    const from = period === "day" ? dayOf(at) : monthOf(dayOf(at));
    const entries = await listSpend(this.#options.store, meter.id, from);
    const others = entries.filter(({ instance }) =>
      instance !== this.#instance
    );
    meter.spend.read(others, { from, at });
  }

  /** Reads which calls the others have running, and had in the last minute. */
  async readLive(): Promise<void> {
    const told = new Map<string, { until: number; live: LiveKey }[]>();
    for (const part of await listLive(this.#options.store)) {
      if (part.instance === this.#instance) continue;
      for (const live of part.keys) {
        const known = told.get(live[0]) ?? [];
        known.push({ until: part.until, live });
        told.set(live[0], known);
      }
    }
    const now = this.#options.now();
    for (const meter of this.#meters.values()) {
      meter.hear(told.get(meter.id) ?? [], now);
    }
  }

  async #renew(meter: KeyMeter): Promise<void> {
    try {
      const reading = [
        ...meter.isShared ? [this.readLive()] : [],
        ...meter.isBudgeted ? [this.readSpend(meter, "month")] : [],
      ];
      await deadline(Promise.all(reading), PATIENCE_MS);
    } catch (cause) {
      // Not to be waited for again by the next call.
      meter.heardAt = this.#options.now();
      if (!meter.isBudgeted || meter.spend.readAt !== undefined) return;
      throw cause instanceof ApiError ? cause : spendUnknown(cause);
    }
  }

  async #exchange(): Promise<void> {
    if (this.#isClosed) return;
    try {
      await this.#write({ withdraw: false });
      await this.#read();
      this.#hasFailed = false;
    } catch (cause) {
      if (!this.#hasFailed) this.#options.onError(cause);
      this.#hasFailed = true;
      this.plan();
    }
    this.#forget();
    if (this.#active().length > 0) this.plan();
  }

  /** Meters of keys whose limits others have a part in. */
  #active(): KeyMeter[] {
    const since = this.#options.now() - ATTENTION_MS;
    return [...this.#meters.values()].filter((meter) =>
      (meter.isShared || meter.isBudgeted) &&
      (meter.running > 0 || meter.calledAt > since)
    );
  }

  async #read(): Promise<void> {
    const active = this.#active();
    if (active.some((meter) => meter.isShared)) await this.readLive();
    const budgeted = active.filter((meter) => meter.isBudgeted);
    for (let at = 0; at < budgeted.length; at += READERS) {
      const some = budgeted.slice(at, at + READERS);
      await Promise.all(some.map((meter) => this.#readLatest(meter)));
    }
  }

  #readLatest(meter: KeyMeter): Promise<void> {
    const age = this.#options.now() - meter.spend.monthReadAt;
    return this.readSpend(meter, age >= MONTH_MS ? "month" : "day");
  }

  async #write({ withdraw }: { withdraw: boolean }): Promise<void> {
    const now = this.#options.now();
    const meters = [...this.#meters.values()];
    const write: KeyUsageWrite = {
      instance: this.#instance,
      spend: meters.flatMap(({ id, spend }) =>
        spend.pending().map(([day, total]) =>
          [id, day, total] as [string, string, number]
        )
      ),
      uses: meters
        .filter((meter) => meter.usedAt - meter.usedStored >= USE_MS)
        .map((meter) => [meter.id, meter.usedAt]),
    };
    const news = meters.filter((meter) => meter.isShared && meter.isNews);
    if (withdraw) write.live = { parts: [], before: this.#parts };
    else if (this.#mustTell(news, now)) {
      write.live = { parts: this.#partsOf(meters, now), before: this.#parts };
    }
    if (isEmpty(write)) return;
    for (const meter of news) meter.isNews = false;
    try {
      await putKeyUsage(this.#options.store, write);
    } catch (cause) {
      for (const meter of news) meter.isNews = true;
      throw cause;
    }
    this.#written(write, now);
  }

  #mustTell(news: readonly KeyMeter[], now: number): boolean {
    if (news.length > 0) return true;
    if (now - this.#toldAt < REPEAT_MS) return false;
    return this.#active().some((meter) => meter.isShared && meter.running > 0);
  }

  #partsOf(
    meters: readonly KeyMeter[],
    now: number,
  ): Omit<LivePart, "instance">[] {
    const keys: LiveKey[] = [];
    for (const meter of meters) {
      const live = meter.isShared ? meter.live(now) : null;
      if (live !== null) keys.push(live);
    }
    const parts: Omit<LivePart, "instance">[] = [];
    for (let at = 0; at < keys.length; at += KEYS_PER_PART) {
      parts.push({
        until: now + BELIEF_MS,
        keys: keys.slice(at, at + KEYS_PER_PART),
      });
    }
    return parts;
  }

  #written({ live, spend, uses }: KeyUsageWrite, now: number): void {
    if (live !== undefined) {
      this.#parts = live.parts.length;
      this.#toldAt = now;
    }
    for (const [id, day, total] of spend) {
      this.#meters.get(id)?.spend.stored(day, total);
    }
    for (const [id, at] of uses) {
      const meter = this.#meters.get(id);
      if (meter !== undefined) meter.usedStored = at;
    }
  }

  #forget(): void {
    const now = this.#options.now();
    for (const [id, meter] of this.#meters) {
      const last = Math.max(meter.usedAt, meter.calledAt);
      if (
        now - last > FORGET_MS && meter.running === 0 && !meter.spend.hasOwn
      ) this.#meters.delete(id);
    }
  }
}

function spendUnknown(cause: unknown): ApiError {
  return new ApiError(
    "The gateway's database does not say what this API key has spent: try again in 2s",
    { status: 503, code: "storage_unavailable", retryAfter: 2, cause },
  );
}

function isEmpty({ live, spend, uses }: KeyUsageWrite): boolean {
  return live === undefined && spend.length === 0 && uses.length === 0;
}
