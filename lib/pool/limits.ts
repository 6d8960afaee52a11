/** What Puter grants an account, by how much it knows of its owner. */
export type Tier = "paid" | "free" | "temporary";

/** Calls per 10 s and calls at once of one account, interface and method. */
export interface CallLimits {
  perWindow: number;
  atOnce: number;
}

/** Length of Puter's sliding rate window, in ms. */
export const WINDOW_MS = 10_000;

/** Puter's published limits of the AI interfaces. */
export const PUTER_LIMITS: Record<Tier, CallLimits> = {
  paid: { perWindow: 200, atOnce: 20 },
  free: { perWindow: 30, atOnce: 3 },
  temporary: { perWindow: 20, atOnce: 2 },
};
