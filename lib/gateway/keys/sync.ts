import { deadline } from "@std/async/deadline";
import { ApiError } from "../../http/errors.ts";
import { listLive, listSpend, type LiveKey } from "../../store/key_usage.ts";
import type { Store } from "../../store/kv.ts";
import type { KeyMeter } from "./meter.ts";
import { dayOf, monthOf } from "./spend.ts";
import { KeyTeller } from "./teller.ts";

/** How a `KeySync` exchanges. */
export interface KeySyncOptions {
  store: Store;
  now: () => number;
  syncMs: number;
  onError: (cause: unknown) => void;
}

/** How long after its last call a key is still listened for, in ms. */
const ATTENTION_MS = 10_000;

/** How often the whole month is read, for what comes late, in ms. */
const MONTH_MS = 60_000;

/** How long a call may wait for what the others tell, in ms. */
const PATIENCE_MS = 2000;

/** Meters that were not used for this long are forgotten, in ms. */
const FORGET_MS = 10 * 60 * 1000;

/** Budgets read at the same time. */
const READERS = 16;

/** Exchanges what keys use with other instances, when it is due. */
export class KeySync {
  readonly #meters: Map<string, KeyMeter>;
  readonly #options: KeySyncOptions;
  readonly #instance = crypto.randomUUID().slice(0, 13);
  readonly #teller: KeyTeller;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | undefined;
  #readingLive: Promise<void> | undefined;
  readonly #renewing = new Map<KeyMeter, Promise<void>>();
  #hasFailed = false;
  #isClosed = false;

  constructor(meters: Map<string, KeyMeter>, options: KeySyncOptions) {
    this.#meters = meters;
    this.#options = options;
    this.#teller = new KeyTeller(options.store, this.#instance);
  }

  /** Sees to it that an exchange follows soon. */
  plan(): void {
    if (this.#isClosed) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.run();
    }, this.#options.syncMs);
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
      await this.#teller.tell(this.#meters, this.#options.now(), "withdraw");
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
  readLive(): Promise<void> {
    this.#readingLive ??= this.#readLive().finally(() => {
      this.#readingLive = undefined;
    });
    return this.#readingLive;
  }

  async #readLive(): Promise<void> {
    const at = this.#options.now();
    const told = new Map<string, { until: number; live: LiveKey }[]>();
    for (const part of await listLive(this.#options.store)) {
      if (part.instance === this.#instance) continue;
      for (const live of part.keys) {
        const known = told.get(live[0]) ?? [];
        known.push({ until: part.until, live });
        told.set(live[0], known);
      }
    }
    for (const meter of this.#meters.values()) {
      meter.hear(told.get(meter.id) ?? [], at);
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
      await this.#teller.tell(this.#meters, this.#options.now());
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
