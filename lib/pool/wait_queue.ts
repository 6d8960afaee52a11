import { type Lease, type LeaseRequest, WaitCancelled } from "./lease.ts";

/** Runs a function after some ms; what it returns calls it off. */
export type Delay = (run: () => void, ms: number) => () => void;

/** A `Delay` by the runtime's own clock. */
export function realDelay(run: () => void, ms: number): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}

/** Whoever serves the calls of a queue. Times are Unix ms. */
export interface QueueServer {
  now(): number;
  /** A lease for a call that waits since then, if there is one now. */
  lend(request: LeaseRequest, since: number): Lease | undefined;
  /** True when a place may come free by then. */
  mayServe(request: LeaseRequest, by: number): boolean;
  refuse(request: LeaseRequest, since: number): Error;
  /** When places on these routes come free by time alone. */
  nextOpening(routes: ReadonlySet<string>, now: number): number;
}

interface Waiter {
  request: LeaseRequest;
  kind: string | undefined;
  since: number;
  deadline: number;
  resolve: (lease: Lease) => void;
  reject: (error: Error) => void;
}

/** Calls that wait for a place, served in the order of their coming. */
export class WaitQueue {
  readonly #server: QueueServer;
  readonly #delay: Delay;
  #waiters: Waiter[] = [];
  /** How many calls of each kind wait. */
  #kinds = new Map<string, number>();
  #cancelTimer: (() => void) | undefined;
  /** When the timer is due. */
  #wakesAt = Infinity;
  #isClosed = false;

  constructor(server: QueueServer, delay: Delay) {
    this.#server = server;
    this.#delay = delay;
  }

  /** True when somebody came earlier who wants just the same. */
  isAhead(request: LeaseRequest): boolean {
    if (this.#waiters.length === 0) return false;
    if (this.#server.now() >= this.#wakesAt) this.serve();
    const kind = kindOf(request);
    return kind !== undefined && this.#kinds.has(kind);
  }

  /** A lease as soon as there is one; rejects after `maxMs`. */
  wait(request: LeaseRequest, maxMs: number): Promise<Lease> {
    if (this.#isClosed) {
      return Promise.reject(this.#server.refuse(request, this.#server.now()));
    }
    const { promise, resolve, reject } = Promise.withResolvers<Lease>();
    const now = this.#server.now();
    const { scope } = request;
    const wait = { cancel: () => this.#cancel(waiter) };
    const kind = kindOf(request);
    const waiter: Waiter = {
      request,
      kind,
      since: now,
      deadline: now + maxMs,
      resolve(lease) {
        scope?.remove(wait);
        resolve(lease);
      },
      reject(error) {
        scope?.remove(wait);
        reject(error);
      },
    };
    const isFirst = kind === undefined || !this.#kinds.has(kind);
    this.#waiters.push(waiter);
    this.#count(kind, 1);
    scope?.add(wait);
    // Whoever waits for the same already has the timer set.
    if (isFirst) this.#schedule();
    return promise;
  }

  /** Serves whom it can, in order; who cannot go yet blocks no other. */
  serve(): void {
    if (this.#waiters.length === 0) return;
    const server = this.#server;
    const now = server.now();
    const waiting: Waiter[] = [];
    const stuck = new Set<string>();
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const waiter of waiters) {
      const { request, since, deadline, kind } = waiter;
      const isStuck = kind !== undefined && stuck.has(kind);
      const lease = isStuck ? undefined : server.lend(request, since);
      if (lease !== undefined) {
        this.#count(kind, -1);
        waiter.resolve(lease);
      } else if (
        deadline <= now || !isStuck && !server.mayServe(request, deadline)
      ) {
        this.#count(kind, -1);
        waiter.reject(server.refuse(request, since));
      } else {
        if (kind !== undefined) stuck.add(kind);
        waiting.push(waiter);
      }
    }
    this.#waiters = waiting.concat(this.#waiters);
    this.#schedule();
  }

  /** Refuses all that wait, and serves nobody any more. */
  close(): void {
    this.#isClosed = true;
    this.#cancelTimer?.();
    this.#kinds.clear();
    for (const { request, since, reject } of this.#waiters.splice(0)) {
      reject(this.#server.refuse(request, since));
    }
  }

  #cancel(waiter: Waiter): void {
    const index = this.#waiters.indexOf(waiter);
    if (index === -1) return;
    this.#waiters.splice(index, 1);
    this.#count(waiter.kind, -1);
    waiter.reject(new WaitCancelled());
  }

  #count(kind: string | undefined, more: number): void {
    if (kind === undefined) return;
    const count = (this.#kinds.get(kind) ?? 0) + more;
    if (count > 0) this.#kinds.set(kind, count);
    else this.#kinds.delete(kind);
  }

  /** Wakes when the next call may go, or gives up. */
  #schedule(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#wakesAt = Infinity;
    if (this.#waiters.length === 0 || this.#isClosed) return;
    const now = this.#server.now();
    const routes = new Set<string>();
    let next = Infinity;
    for (const { deadline, request } of this.#waiters) {
      if (deadline < next) next = deadline;
      routes.add(request.route);
    }
    next = Math.min(next, this.#server.nextOpening(routes, now));
    this.#wakesAt = next;
    this.#cancelTimer = this.#delay(
      () => this.serve(),
      Math.max(1, next - now),
    );
  }
}

/**
 * Calls of one kind: what one of them cannot have, none of them can. Undefined
 * for calls that have tried accounts, as each has tried others.
 */
function kindOf({ route, model, exclude }: LeaseRequest): string | undefined {
  if (exclude !== undefined && exclude.size > 0) return undefined;
  return `${route} ${model}`;
}
