import type { KeyPolicy } from "../store/key_policy.ts";
import { CallMinute, waitBelow } from "./call_minute.ts";
import { KeyPass } from "./key_pass.ts";
import { tooManyAtOnce, tooManyPerMinute } from "./key_refusal.ts";

/** The calls of one key. */
export class KeyMeter {
  readonly calls = new CallMinute();
  #running = 0;

  /** Calls of this instance that have not ended. */
  get running(): number {
    return this.#running;
  }

  /**
   * Takes a place for a call.
   *
   * @throws {ApiError} 429 `rate_limit_exceeded` when there is none
   */
  take(policy: KeyPolicy, now: number): KeyPass {
    const { perMinute, atOnce } = policy;
    if (atOnce !== undefined && this.#running >= atOnce) {
      throw tooManyAtOnce(atOnce);
    }
    if (perMinute !== undefined) {
      const wait = waitBelow(perMinute, [this.calls], now);
      if (wait > 0) throw tooManyPerMinute(perMinute, wait);
    }
    this.calls.add(now);
    this.#running++;
    return new KeyPass(() => {
      this.#running--;
    });
  }

  /** Headers that tell a client of its limit per minute. */
  headers(
    { perMinute }: KeyPolicy,
    now: number,
  ): [name: string, value: string][] {
    if (perMinute === undefined) return [];
    const minutes = [this.calls];
    const used = this.calls.count(now);
    return [
      ["x-ratelimit-limit-requests", String(perMinute)],
      [
        "x-ratelimit-remaining-requests",
        String(Math.max(0, perMinute - used)),
      ],
      ["x-ratelimit-reset-requests", duration(waitBelow(1, minutes, now))],
    ];
  }
}

/** A time as OpenAI writes it: `0s`, `12.3s`, `1m0s`. */
function duration(ms: number): string {
  const seconds = Math.ceil(ms / 100) / 10;
  return seconds < 60 ? `${seconds}s` : `1m${seconds - 60}s`;
}
