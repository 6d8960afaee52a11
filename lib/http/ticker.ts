import { LinkedList, type Place } from "./linked_list.ts";

/** Something that wants to look at the clock now and then while it runs. */
export interface Ticking {
  /** Called about every `TICK_MS` with `performance.now()`. Must not throw. */
  tick(now: number): void;
}

/** Milliseconds between two ticks. */
export const TICK_MS = 50;

/**
 * One timer for all running requests: joining and leaving a list costs less than
 * a timer of one's own, and most requests are over before the first tick.
 */
export class Ticker {
  #members = new LinkedList<Ticking>();
  #timer: ReturnType<typeof setInterval> | undefined;

  /** Ticks `member` until its place is left. */
  join(member: Ticking): Place<Ticking> {
    this.#timer ??= setInterval(() => this.#tick(), TICK_MS);
    return this.#members.add(member);
  }

  leave(place: Place<Ticking>): void {
    this.#members.remove(place);
  }

  #tick(): void {
    if (this.#members.isEmpty) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      return;
    }
    const now = performance.now();
    this.#members.visit((member) => member.tick(now));
  }
}
