import type { Caller } from "../auth/keys.ts";
import { KeyMeter } from "./key_meter.ts";
import { type KeyPass, OPEN_PASS } from "./key_pass.ts";

/** How `KeyLimits` counts. */
export interface KeyLimitsOptions {
  /** Ms since the epoch. */
  now?: () => number;
}

/** Counts what client keys use and holds them to their limits. */
export class KeyLimits {
  readonly #now: () => number;
  readonly #meters = new Map<string, KeyMeter>();

  constructor(options: KeyLimitsOptions = {}) {
    this.#now = options.now ?? Date.now;
  }

  /**
   * Takes a place for a call of a key.
   *
   * @throws {ApiError} 429 when the key has used up what it is granted
   */
  admit({ policy, keyId }: Caller): KeyPass {
    if (policy === null) return OPEN_PASS;
    return this.#meterOf(keyId).take(policy, this.#now());
  }

  /** Headers that tell a client what is left of its key's limits. */
  headers({ policy, keyId }: Caller): [name: string, value: string][] {
    if (policy === null || policy.perMinute === undefined) return [];
    return this.#meterOf(keyId).headers(policy, this.#now());
  }

  #meterOf(keyId: string): KeyMeter {
    let meter = this.#meters.get(keyId);
    if (meter === undefined) {
      meter = new KeyMeter();
      this.#meters.set(keyId, meter);
    }
    return meter;
  }
}
