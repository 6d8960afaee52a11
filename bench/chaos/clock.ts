/** Something that happens at a time, in Unix ms. */
interface Event {
  at: number;
  order: number;
  run: () => void | Promise<void>;
  isOff: boolean;
}

/** Time that passes from event to event, as fast as they can be handled. */
export class VirtualClock {
  now: number;
  /** Work that must end before time goes on. */
  readonly pending = new Set<Promise<unknown>>();
  #heap: Event[] = [];
  #order = 0;

  constructor(now: number) {
    this.now = now;
  }

  /** Runs something later; what it returns calls it off. */
  readonly delay = (
    run: () => void | Promise<void>,
    ms: number,
  ): () => void => {
    const at = this.now + Math.max(0, ms);
    const event = { at, order: this.#order++, run, isOff: false };
    this.#push(event);
    return () => event.isOff = true;
  };

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.delay(resolve, ms));
  }

  /** Makes time wait for this. */
  hold<Result>(work: Promise<Result>): Promise<Result> {
    const done = work.then(() => {}, () => {});
    this.pending.add(done);
    done.then(() => this.pending.delete(done));
    return work;
  }

  /** Lets time pass until then. */
  async runUntil(end: number): Promise<void> {
    for (;;) {
      const next = this.#heap[0];
      if (next === undefined || next.at > end) break;
      this.#pop();
      if (next.isOff) continue;
      this.now = next.at;
      await next.run();
      await this.#settle();
    }
    this.now = end;
  }

  /** Whatever follows from an event happens at its time. */
  async #settle(): Promise<void> {
    for (let i = 0; i < 12; i++) await undefined;
    while (this.pending.size > 0) {
      await Promise.all(this.pending);
      for (let i = 0; i < 12; i++) await undefined;
    }
  }

  #push(event: Event): void {
    const heap = this.#heap;
    let index = heap.push(event) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(event, heap[parent])) break;
      heap[index] = heap[parent] as Event;
      index = parent;
    }
    heap[index] = event;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      const right = heap[child + 1];
      if (right !== undefined && isBefore(right, heap[child])) child++;
      if (!isBefore(heap[child] as Event, last)) break;
      heap[index] = heap[child] as Event;
      index = child;
    }
    heap[index] = last;
  }
}

function isBefore(a: Event, b: Event | undefined): boolean {
  if (b === undefined) return true;
  return a.at < b.at || a.at === b.at && a.order < b.order;
}
