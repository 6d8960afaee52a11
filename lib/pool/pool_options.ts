import type { Strategy } from "../store/settings/record.ts";
import type { CourtOptions } from "./court.ts";
import type { Delay } from "./wait_queue.ts";

/** What may be changed while the pool works. */
export interface PoolSettings {
  strategy: Strategy;
  /** Whether a conversation stays on its account while that has room. */
  affinity: boolean;
  /** How long a call may wait for a place, in ms. */
  maxQueueMs: number;
  /** Credit of each account that no call may touch, in micro-cents. */
  reserveMicroCents: number;
}

/** What the pool is built with. */
export interface PoolOptions
  extends
    Partial<PoolSettings>,
    Pick<CourtOptions, "onHealth" | "onIncident" | "readCredit"> {
  maxQueueMs: number;
  /** A lease never given back is taken back after this many ms. */
  leaseMs?: number;
  /** Clock in Unix ms. */
  now?: () => number;
  /** Runs something later on the same clock. */
  delay?: Delay;
}
