/** Which bodies of a key's requests are kept for the owner to read. */
export type BodyLog = "off" | "failed" | "all";

/** What a client key may do; whatever is absent is not limited. */
export interface KeyPolicy {
  /** Globs (`*`, `?`) of model names. */
  models?: string[];
  /** Names of surfaces, such as `chat_completions`. */
  surfaces?: string[];
  /** Calls in any 60 whole seconds of the clock. */
  perMinute?: number;
  /** Calls running at the same time. */
  atOnce?: number;
  /** Cost of a UTC day, in micro-cents. */
  dailyMicroCents?: number;
  /** Cost of a UTC month, in micro-cents. */
  monthlyMicroCents?: number;
  /** Ms since the epoch from which on the key opens nothing. */
  expiresAt?: number;
  /** Addresses and CIDR ranges it may be used from. */
  ips?: string[];
  bodies: BodyLog;
}

/** The policy of a key that was made without one: nothing is limited. */
export const OPEN_POLICY: KeyPolicy = { bodies: "off" };
