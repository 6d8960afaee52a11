import { type CallLimits, WINDOW_MS } from "./limits.ts";

/**
 * The calls of one account to one interface and method: how many run now, and
 * when the last `perWindow` of them began. Times are in ms of any clock.
 */
export class CallWindow {
  #limits: CallLimits;
  #starts: Float64Array;
  #next = 0;
  #inFlight = 0;

  constructor(limits: CallLimits) {
    this.#limits = limits;
    this.#starts = new Float64Array(limits.perWindow).fill(-Infinity);
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  get limits(): CallLimits {
    return this.#limits;
  }

  /** When the next call may begin by rate; may lie in the past. */
  get opensAt(): number {
    return (this.#starts[this.#next] as number) + WINDOW_MS;
  }

  hasRoom(now: number): boolean {
    return this.#inFlight < this.#limits.atOnce && this.opensAt <= now;
  }

  /** Counts a call that begins now. */
  enter(now: number): void {
    this.#starts[this.#next] = now;
    this.#next = (this.#next + 1) % this.#starts.length;
    this.#inFlight++;
  }

  /** Counts a call that ended. */
  leave(): void {
    this.#inFlight--;
  }
}
