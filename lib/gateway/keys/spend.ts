/** What calls of one key have cost, by UTC day: here, and on other instances. */
export class KeySpend {
  readonly #own = new Map<string, number>();
  readonly #stored = new Map<string, number>();
  readonly #others = new Map<string, number>();
  #isPending = false;
  #readAt: number | undefined;
  #monthReadAt = -Infinity;

  /** When the others' part was last read, in ms; undefined when never. */
  get readAt(): number | undefined {
    return this.#readAt;
  }

  /** When their whole month was last read, in ms. */
  get monthReadAt(): number {
    return this.#monthReadAt;
  }

  /** True while this instance has a part of its own, which it alone adds to. */
  get hasOwn(): boolean {
    return this.#own.size > 0;
  }

  /** True when the store may lack a total of this instance. */
  get isPending(): boolean {
    return this.#isPending;
  }

  add(day: string, microCents: number): void {
    this.#isPending = true;
    this.#own.set(day, (this.#own.get(day) ?? 0) + microCents);
  }

  /** Totals of this instance that the store does not have. */
  pending(): [day: string, microCents: number][] {
    if (!this.#isPending) return [];
    const pending = [...this.#own].filter(([day, total]) =>
      this.#stored.get(day) !== total
    );
    this.#isPending = pending.length > 0;
    return pending;
  }

  /** The store has this total now. */
  stored(day: string, microCents: number): void {
    this.#stored.set(day, microCents);
  }

  /** Takes what others have spent from a day on, as read at a time. */
  read(
    entries: readonly { day: string; microCents: number }[],
    { from, at }: { from: string; at: number },
  ): void {
    for (const day of this.#others.keys()) {
      if (day >= from || monthOf(day) !== monthOf(from)) {
        this.#others.delete(day);
      }
    }
    for (const { day, microCents } of entries) {
      this.#others.set(day, (this.#others.get(day) ?? 0) + microCents);
    }
    this.#readAt = at;
    if (from === monthOf(from)) this.#monthReadAt = at;
    this.#forgetBefore(monthOf(from));
  }

  /** Cost of a day on all instances, as far as it is known here. */
  ofDay(day: string): number {
    return (this.#own.get(day) ?? 0) + (this.#others.get(day) ?? 0);
  }

  /** Cost of a month, such as `2026-11`. */
  ofMonth(month: string): number {
    return sumOf(this.#own, month) + sumOf(this.#others, month);
  }

  #forgetBefore(month: string): void {
    for (const [day, total] of this.#own) {
      if (day >= month || this.#stored.get(day) !== total) continue;
      this.#own.delete(day);
      this.#stored.delete(day);
    }
  }
}

/** The UTC day of a time, such as `2026-11-23`. */
export function dayOf(now: number): string {
  return new Date(now).toISOString().slice(0, 10);
}

/** The month of a day. */
export function monthOf(day: string): string {
  return day.slice(0, 7);
}

function sumOf(days: ReadonlyMap<string, number>, month: string): number {
  let sum = 0;
  for (const [day, total] of days) if (day.startsWith(month)) sum += total;
  return sum;
}
