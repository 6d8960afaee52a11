import type { Delay } from "./body.ts";
import type { Faults } from "./faults.ts";
import type { Limits } from "./limits.ts";
import type { Registry } from "./registry.ts";

/** A driver call that was answered, for tests to look at. */
export interface CallRecord {
  accountId: string;
  interface: string;
  method: string;
  /** As the caller wrote it; null when it named none. */
  model: string | null;
  /** 0 when the caller got no head. */
  status: number;
  /** Milliseconds since 1970. */
  at: number;
}

/** Everything the endpoints of the simulated Puter share. */
export interface World {
  readonly registry: Registry;
  readonly limits: Limits;
  readonly faults: Faults;
  readonly now: () => number;
  readonly delay: Delay;
  record(call: CallRecord): void;
  /** Keeps what a vendor was asked. */
  vendorAsked(request: unknown): void;
}

/** One exchange: where it happens, and whether its caller is still there. */
export interface Exchange {
  world: World;
  /** Is aborted when the caller goes before the head. */
  signal: AbortSignal;
}
