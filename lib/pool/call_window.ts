import { type CallLimits, WINDOW_MS } from "./limits.ts";

/** Ms for which fewer calls at once are made after Puter refused one of them. */
const LOWERED_MS = 10_000;

/** Ms after which a place that an unseen call holds is tried again. */
const UNSEEN_MS = 1000;

/**
 * The calls of one account to one interface and method: how many run now, and
 * when the last `perWindow` of them began. Times are in ms of any clock.
 */
export class CallWindow {
  #limits: CallLimits;
  #starts: Float64Array;
  #next = 0;
  #inFlight = 0;
  /** Calls at once that Puter granted last, and until when to keep to it. */
  #lowered = 0;
  #loweredUntil = 0;
  #fullUntil = 0;

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

  /** Puts other limits in force; what has begun still counts. */
  set limits(limits: CallLimits) {
    const begun = this.#begun();
    this.#limits = limits;
    this.#starts = new Float64Array(limits.perWindow).fill(-Infinity);
    this.#starts.set(begun.slice(-limits.perWindow));
    this.#next = Math.min(begun.length, limits.perWindow) % limits.perWindow;
  }

  /** When the next call may begin by rate; may lie in the past. */
  get opensAt(): number {
    const byRate = (this.#starts[this.#next] as number) + WINDOW_MS;
    return this.#fullUntil > byRate ? this.#fullUntil : byRate;
  }

  /** Until when fewer calls at once are made; may lie in the past. */
  get loweredUntil(): number {
    return this.#loweredUntil;
  }

  hasRoom(now: number): boolean {
    return this.opensAt <= now && this.#inFlight < this.atOnce(now);
  }

  /** Calls that may run at once at `now`. */
  atOnce(now: number): number {
    return now < this.#loweredUntil ? this.#lowered : this.#limits.atOnce;
  }

  /** Calls that began within Puter's window and still count at `now`. */
  used(now: number): number {
    return this.#starts.reduce(
      (count, at) => at > now - WINDOW_MS ? count + 1 : count,
      0,
    );
  }

  /** Counts a call that begins now. */
  enter(now: number): void {
    this.#starts[this.#next] = now;
    this.#next = (this.#next + 1) % this.#starts.length;
    this.#inFlight++;
  }

  /** Counts a call that ended; one that Puter refused has freed nothing. */
  leave(wasRefused: boolean): void {
    this.#inFlight--;
    if (!wasRefused) this.#fullUntil = 0;
  }

  /**
   * Puter refused a call for those that run. Fewer at once are made for a
   * while: the account has a lower limit, or somebody else uses it too.
   */
  refuse(now: number): void {
    const others = this.#inFlight - 1;
    if (others <= 0) {
      this.#fullUntil = now + UNSEEN_MS;
      return;
    }
    this.#lowered = others;
    this.#loweredUntil = now + LOWERED_MS;
  }

  /** When the calls began that still count, oldest first. */
  #begun(): number[] {
    const { length } = this.#starts;
    const all: number[] = [];
    for (let i = 0; i < length; i++) {
      const at = this.#starts[(this.#next + i) % length] as number;
      if (at !== -Infinity) all.push(at);
    }
    return all;
  }
}
