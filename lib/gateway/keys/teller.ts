import {
  type KeyUsageWrite,
  type LiveKey,
  type LivePart,
  putKeyUsage,
} from "../../store/key_usage.ts";
import type { Store } from "../../store/kv.ts";
import type { KeyMeter } from "./meter.ts";

/** How long running calls are believed without being told again, in ms. */
const BELIEF_MS = 10_000;

/** How often running calls are told again, in ms. */
const REPEAT_MS = 3000;

/** How exactly the last use of a key is written, in ms. */
export const USE_MS = 60_000;

/** Keys of one part: with 64 counts each they stay below 64 KiB. */
const KEYS_PER_PART = 150;

/** Tells other instances, and later ones, what keys have used on this one. */
export class KeyTeller {
  readonly #store: Store;
  readonly #instance: string;
  /** Parts that the store holds, and when they were written. */
  #parts = 0;
  #toldAt = -Infinity;

  constructor(store: Store, instance: string) {
    this.#store = store;
    this.#instance = instance;
  }

  /**
   * Writes what waits; with `withdraw` also that no calls run here any more.
   *
   * @throws {ApiError} 503 when the database is not available
   */
  async tell(
    byId: ReadonlyMap<string, KeyMeter>,
    now: number,
    how: "share" | "withdraw" = "share",
  ): Promise<void> {
    const meters = [...byId.values()];
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
    if (how === "withdraw") {
      if (this.#parts > 0) write.live = { parts: [], before: this.#parts };
    } else if (news.length > 0 || this.#mustRepeat(meters, now)) {
      write.live = { parts: partsOf(meters, now), before: this.#parts };
    }
    if (isEmpty(write)) return;
    for (const meter of news) meter.isNews = false;
    try {
      await putKeyUsage(this.#store, write);
    } catch (cause) {
      for (const meter of news) meter.isNews = true;
      throw cause;
    }
    this.#written(write, byId, now);
  }

  #mustRepeat(meters: readonly KeyMeter[], now: number): boolean {
    return now - this.#toldAt >= REPEAT_MS &&
      meters.some((meter) => meter.isShared && meter.running > 0);
  }

  #written(
    { live, spend, uses }: KeyUsageWrite,
    byId: ReadonlyMap<string, KeyMeter>,
    now: number,
  ): void {
    if (live !== undefined) {
      this.#parts = live.parts.length;
      this.#toldAt = now;
    }
    for (const [id, day, total] of spend) {
      byId.get(id)?.spend.stored(day, total);
    }
    for (const [id, at] of uses) {
      const meter = byId.get(id);
      if (meter !== undefined) meter.usedStored = at;
    }
  }
}

function partsOf(
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

function isEmpty({ live, spend, uses }: KeyUsageWrite): boolean {
  return live === undefined && spend.length === 0 && uses.length === 0;
}
