/** Something that wants to look at the clock now and then while it runs. */
export interface Ticking {
  /** Called about every `TICK_MS` with `performance.now()`. Must not throw. */
  tick(now: number): void;
}

/** Milliseconds between two ticks. */
export const TICK_MS = 50;

/**
 * One timer for all running requests: joining and leaving a set costs less than
 * a timer of one's own, and most requests are over before the first tick.
 */
export class Ticker {
  #members = new Set<Ticking>();
  #timer: ReturnType<typeof setInterval> | undefined;

  /** Ticks `member` until it leaves. */
  join(member: Ticking): void {
    this.#members.add(member);
    this.#timer ??= setInterval(() => this.#tick(), TICK_MS);
  }

  leave(member: Ticking): void {
    this.#members.delete(member);
  }

  #tick(): void {
    if (this.#members.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      return;
    }
    const now = performance.now();
    for (const member of this.#members) member.tick(now);
  }
}
