import type { Lease, LeaseRequest } from "./lease.ts";

/** A call that waits for a place. */
export interface Waiter {
  request: LeaseRequest;
  /** When it began to wait, and when it gives up; Unix ms. */
  since: number;
  deadline: number;
  resolve: (lease: Lease) => void;
  reject: (error: Error) => void;
}

/**
 * Calls of one kind: what one of them cannot have, none of them can. Undefined
 * for calls that have tried accounts, as each has tried others.
 */
export function kindOf(request: LeaseRequest): string | undefined {
  if (request.exclude !== undefined && request.exclude.size > 0) {
    return undefined;
  }
  return `${request.route} ${request.model}`;
}

/** Runs a function after some ms; what it returns calls it off. */
export type Delay = (run: () => void, ms: number) => () => void;

/** A `Delay` by the runtime's own clock. */
export function realDelay(run: () => void, ms: number): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}
