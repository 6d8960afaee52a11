import type { Caller } from "../../auth/keys.ts";
import type { KeyPolicy } from "../../store/key_policy.ts";
import type { Store } from "../../store/kv.ts";
import { KeyMeter } from "./meter.ts";
import { KeyPass, OPEN_PASS } from "./pass.ts";
import { dayOf, monthOf } from "./spend.ts";
import { KeySync } from "./sync.ts";
import { USE_MS } from "./teller.ts";

/** How `KeyLimits` counts and shares. */
export interface KeyLimitsOptions {
  store: Store;
  /** Ms since the epoch. */
  now?: () => number;
  /** Time between two exchanges with other instances, in ms. */
  syncMs?: number;
  /** Age at which what others told has to be heard anew, in ms. */
  staleMs?: number;
  /** Told why an exchange failed, once for each row of failures. */
  onError?: (cause: unknown) => void;
}

/** What a key uses at present. */
export interface KeyUsage {
  /** Calls of the last minute; null where that is not limited. */
  lastMinute: number | null;
  /** Calls running now; null where that is not limited. */
  running: number | null;
  /** Cost of this UTC day and month in micro-cents, estimates included. */
  dayMicroCents: number;
  monthMicroCents: number;
}

/** Older knowledge of what others have spent is renewed first, in ms. */
const MAX_SPEND_AGE_MS = 60_000;

/**
 * Counts what client keys use and holds them to their limits; out of memory,
 * except for the first call of a limited key in a while.
 *
 * One instance never exceeds a limit. Of several, each knows what the others
 * admitted 3 s ago: together they exceed a limit by no more than what the
 * others have admitted since. While the database is away each goes by what it
 * knows. A budget stops calls from beginning, not those that run: an estimate
 * of their cost is held, on their instance, until they end, and stays where the
 * cost is never told. What an instance that dies has not written, about a
 * second, is lost; its running calls count 10 s longer. Clocks are taken to
 * agree.
 */
export class KeyLimits {
  readonly #now: () => number;
  readonly #meters = new Map<string, KeyMeter>();
  readonly #sync: KeySync;
  readonly #staleMs: number;

  constructor(options: KeyLimitsOptions) {
    this.#now = options.now ?? Date.now;
    this.#staleMs = options.staleMs ?? 2000;
    this.#sync = new KeySync(this.#meters, {
      store: options.store,
      now: this.#now,
      syncMs: options.syncMs ?? 1000,
      onError: options.onError ?? (() => {}),
    });
  }

  /** Notes that a key was used, for whatever. */
  used({ policy, keyId }: Caller): void {
    if (policy === null) return;
    const meter = this.#meterOf(keyId, policy);
    meter.usedAt = this.#now();
    if (meter.usedAt - meter.usedStored >= USE_MS) this.#sync.plan();
  }

  /**
   * Takes a place for a call of a key, which may cost so much.
   *
   * @throws {ApiError} 429 when the key has used up what it is granted, 503
   * when nobody can say what it has spent
   */
  admit(
    { policy, keyId }: Caller,
    holdMicroCents = 0,
  ): KeyPass | Promise<KeyPass> {
    if (policy === null) return OPEN_PASS;
    const meter = this.#meterOf(keyId, policy);
    const now = this.#now();
    meter.calledAt = now;
    if (!this.#isStale(meter, now)) return this.#take(meter, holdMicroCents);
    return this.#sync.renew(meter)
      .then(() => this.#take(meter, holdMicroCents));
  }

  /** Headers that tell a client what is left of its key's limits. */
  headers({ policy, keyId }: Caller): [name: string, value: string][] {
    if (policy === null || policy.perMinute === undefined) return [];
    return this.#meterOf(keyId, policy).headers(this.#now());
  }

  /** What a key uses at present, on all instances. */
  async usageOf(
    keyId: string,
    limits: { perMinute: number | null; atOnce: number | null },
  ): Promise<KeyUsage> {
    const meter = this.#meterOf(keyId);
    await this.#sync.readLive();
    await this.#sync.readSpend(meter, "month");
    const now = this.#now();
    const day = dayOf(now);
    return {
      lastMinute: limits.perMinute === null ? null : meter.lastMinute(now),
      running: limits.atOnce === null ? null : meter.runningAnywhere(now),
      dayMicroCents: meter.spend.ofDay(day),
      monthMicroCents: meter.spend.ofMonth(monthOf(day)),
    };
  }

  /** Writes what waits and hears what others have written. */
  exchange(): Promise<void> {
    return this.#sync.run();
  }

  /** Writes what waits and withdraws what was shared. */
  close(): Promise<void> {
    return this.#sync.close();
  }

  #take(meter: KeyMeter, holdMicroCents: number): KeyPass {
    if (meter.isShared || meter.isBudgeted) this.#sync.plan();
    meter.take(this.#now(), holdMicroCents);
    return new KeyPass((call) => {
      meter.end(call, this.#now(), holdMicroCents);
      if (meter.isShared || meter.spend.isPending) this.#sync.plan();
    });
  }

  #isStale(meter: KeyMeter, now: number): boolean {
    if (meter.isShared && now - meter.heardAt > this.#staleMs) return true;
    const { readAt = -Infinity } = meter.spend;
    return meter.isBudgeted && now - readAt > MAX_SPEND_AGE_MS;
  }

  #meterOf(keyId: string, policy?: KeyPolicy): KeyMeter {
    let meter = this.#meters.get(keyId);
    if (meter === undefined) {
      meter = new KeyMeter(keyId);
      this.#meters.set(keyId, meter);
    }
    if (policy !== undefined) meter.policy = policy;
    return meter;
  }
}
