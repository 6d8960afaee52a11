/** Seconds that are counted together. */
const SPAN = 60;

/** Slots of the ring; more than `SPAN`, so that a late count harms nobody. */
const SLOTS = 64;

/** Counts calls of the last 60 whole seconds of the clock. */
export class CallMinute {
  readonly #counts = new Uint32Array(SLOTS);
  /** The latest second that was looked at; its slot is in use. */
  #latest = 0;
  #total = 0;

  /** Counts a call. `now` is in ms since the epoch. */
  add(now: number, calls = 1): void {
    const second = Math.floor(now / 1000);
    this.#advance(second);
    if (second <= this.#latest - SPAN) return;
    this.#counts[second % SLOTS] = this.at(second) + calls;
    this.#total += calls;
  }

  /** Calls that still count. */
  count(now: number): number {
    this.#advance(Math.floor(now / 1000));
    return this.#total;
  }

  /** Calls of one second. */
  at(second: number): number {
    if (second > this.#latest || second <= this.#latest - SPAN) return 0;
    return this.#counts[second % SLOTS] ?? 0;
  }

  /**
   * What another instance has to know: the first second that has calls, then
   * the calls of each; null when none count.
   */
  share(now: number): number[] | null {
    if (this.count(now) === 0) return null;
    let from = this.#latest - SPAN + 1;
    while (this.at(from) === 0) from++;
    const share = [from];
    for (let second = from; second <= this.#latest; second++) {
      share.push(this.at(second));
    }
    while (share.at(-1) === 0) share.pop();
    return share;
  }

  /** Adds what another instance shared. */
  addShare([from = 0, ...counts]: readonly number[]): void {
    counts.forEach((calls, index) => {
      if (calls > 0) this.add((from + index) * 1000, calls);
    });
  }

  /** Clears the seconds that no longer count. A clock set back stands still. */
  #advance(second: number): void {
    if (second <= this.#latest) return;
    if (second - this.#latest >= SPAN) this.#clear();
    else {
      for (let next = this.#latest + 1; next <= second; next++) {
        this.#drop(next - SPAN);
      }
    }
    this.#latest = second;
  }

  #drop(second: number): void {
    const slot = second % SLOTS;
    this.#total -= this.#counts[slot] ?? 0;
    this.#counts[slot] = 0;
  }

  #clear(): void {
    this.#counts.fill(0);
    this.#total = 0;
  }
}

/**
 * Ms until fewer than `limit` calls count together, if none is added; 0 when it
 * is so already.
 */
export function waitBelow(
  limit: number,
  minutes: readonly CallMinute[],
  now: number,
): number {
  let left = 0;
  for (const minute of minutes) left += minute.count(now);
  const current = Math.floor(now / 1000);
  for (let second = current - SPAN + 1; left >= limit; second++) {
    for (const minute of minutes) left -= minute.at(second);
    if (left < limit || second > current) return (second + SPAN) * 1000 - now;
  }
  return 0;
}
