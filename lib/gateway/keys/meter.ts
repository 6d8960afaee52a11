import { hasBudget } from "../../auth/policy.ts";
import { type KeyPolicy, OPEN_POLICY } from "../../store/key_policy.ts";
import type { LiveKey } from "../../store/key_usage.ts";
import { CallMinute, waitBelow } from "../usage/call_minute.ts";
import { isCostUntold, type PassedCall } from "./pass.ts";
import {
  budgetHeld,
  overBudget,
  tooManyAtOnce,
  tooManyPerMinute,
} from "./refusal.ts";
import { dayOf, KeySpend, monthOf } from "./spend.ts";

/** What one key uses, on this instance and as others have told. */
export class KeyMeter {
  readonly id: string;
  readonly spend = new KeySpend();
  /** The policy at its last use. */
  policy: KeyPolicy = OPEN_POLICY;
  /** When it was last used, and what the store knows of that; ms. */
  usedAt = 0;
  usedStored = 0;
  /** When its last call began; ms. */
  calledAt = 0;
  /** When it last heard of other instances; ms. */
  heardAt = -Infinity;
  /** True when others have not been told of a call's beginning or end. */
  isNews = false;

  readonly #calls = new CallMinute();
  #running = 0;
  /** What the running calls may cost, in micro-cents. */
  #held = 0;
  #others = new CallMinute();
  #othersRunning: { until: number; running: number }[] = [];

  constructor(id: string) {
    this.id = id;
  }

  /** Calls of this instance that have not ended. */
  get running(): number {
    return this.#running;
  }

  /** True when instances have to tell each other of its calls. */
  get isShared(): boolean {
    return this.policy.perMinute !== undefined ||
      this.policy.atOnce !== undefined;
  }

  /** True when what it costs is limited. */
  get isBudgeted(): boolean {
    return hasBudget(this.policy);
  }

  /** Calls that run on all instances, as far as it is known here. */
  runningAnywhere(now: number): number {
    return this.#othersRunning.reduce(
      (sum, { until, running }) => until > now ? sum + running : sum,
      this.#running,
    );
  }

  /** Calls of the last minute on all instances, as far as it is known here. */
  lastMinute(now: number): number {
    return this.#calls.count(now) + this.#others.count(now);
  }

  /**
   * Takes a place for a call that may cost so much, to be given back by `end`.
   *
   * @throws {ApiError} 429 `rate_limit_exceeded` or `insufficient_quota`
   */
  take(now: number, holdMicroCents: number): void {
    this.#checkBudgets(now);
    const { atOnce, perMinute } = this.policy;
    if (atOnce !== undefined && this.runningAnywhere(now) >= atOnce) {
      throw tooManyAtOnce(atOnce);
    }
    if (perMinute !== undefined) {
      const wait = waitBelow(perMinute, [this.#calls, this.#others], now);
      if (wait > 0) throw tooManyPerMinute(perMinute, wait);
    }
    this.#calls.add(now);
    this.#running++;
    this.#held += holdMicroCents;
    this.isNews = true;
  }

  /** Gives a place back and counts what the call has cost, told or not. */
  end(call: PassedCall, now: number, holdMicroCents: number): void {
    this.#running--;
    this.#held -= holdMicroCents;
    this.isNews = true;
    const cost = isCostUntold(call) ? holdMicroCents : call.costMicroCents ?? 0;
    if (cost > 0) this.spend.add(dayOf(now), cost);
  }

  /** Headers that tell a client of its limit per minute. */
  headers(now: number): [name: string, value: string][] {
    const { perMinute } = this.policy;
    if (perMinute === undefined) return [];
    const left = Math.max(0, perMinute - this.lastMinute(now));
    const reset = waitBelow(1, [this.#calls, this.#others], now);
    return [
      ["x-ratelimit-limit-requests", String(perMinute)],
      ["x-ratelimit-remaining-requests", String(left)],
      ["x-ratelimit-reset-requests", duration(reset)],
    ];
  }

  /** What other instances have to know; null when there is nothing. */
  live(now: number): LiveKey | null {
    const minute = this.#calls.share(now);
    if (this.#running === 0 && minute === null) return null;
    return [this.id, this.#running, minute];
  }

  /** Takes what the others have told, all of it anew. */
  hear(told: readonly { until: number; live: LiveKey }[], now: number): void {
    this.heardAt = now;
    this.#others = new CallMinute();
    this.#othersRunning = [];
    for (const { until, live: [, running, minute] } of told) {
      if (running > 0) this.#othersRunning.push({ until, running });
      if (minute !== null) this.#others.addShare(minute);
    }
  }

  #checkBudgets(now: number): void {
    if (!this.isBudgeted) return;
    const { dailyMicroCents = Infinity, monthlyMicroCents = Infinity } =
      this.policy;
    const day = dayOf(now);
    const spentMonth = this.spend.ofMonth(monthOf(day));
    const spentDay = this.spend.ofDay(day);
    if (spentMonth >= monthlyMicroCents) {
      throw overBudget("month", monthlyMicroCents, now);
    }
    if (spentDay >= dailyMicroCents) {
      throw overBudget("day", dailyMicroCents, now);
    }
    const left = Math.min(
      monthlyMicroCents - spentMonth,
      dailyMicroCents - spentDay,
    );
    if (this.#held >= left) throw budgetHeld();
  }
}

/** A time as OpenAI writes it: `0s`, `12.3s`, `1m0s`. */
function duration(ms: number): string {
  const seconds = Math.ceil(ms / 100) / 10;
  return seconds < 60 ? `${seconds}s` : `1m${seconds - 60}s`;
}
