import { Metering } from "./metering.ts";
import type { SimTokenKind } from "./tokens.ts";

/** What an account may do; temporary accounts have no e-mail. */
export type SimTier = "paid" | "free" | "temporary";

/** Choices for a new account. */
export interface AccountOptions {
  /** @default "free" */
  tier?: SimTier;
  /** The month's credit in micro-cents; Puter's own by default. */
  allowance?: number;
  /** The check its owner has yet to pass. */
  pending?: "email" | "phone" | "card";
  suspended?: boolean;
  username?: string;
}

/** One account of the simulated Puter. Tests may change it at any time. */
export interface SimAccount {
  readonly accountId: string;
  readonly username: string;
  /** UUID of the app its app token is for, with its `app-` prefix. */
  readonly appId: string;
  tier: SimTier;
  pending: "email" | "phone" | "card" | null;
  suspended: boolean;
  readonly metering: Metering;
  /** Credit that running calls hold, in micro-cents. */
  held: number;
}

/** A token that was handed out. */
export interface SimToken {
  readonly token: string;
  readonly kind: SimTokenKind;
  readonly account: SimAccount;
  /** Milliseconds since 1970. */
  readonly expiresAt?: number;
  revoked: boolean;
}

/** Micro-cents a month: 10, 0.50 and 0.25 dollars. */
const ALLOWANCES: Record<SimTier, number> = {
  paid: 1_000_000_000,
  free: 50_000_000,
  temporary: 25_000_000,
};

/** Makes an account; `now` gives its months. */
export function makeAccount(
  options: AccountOptions,
  now: () => number,
): SimAccount {
  const accountId = crypto.randomUUID();
  const tier = options.tier ?? "free";
  return {
    accountId,
    username: options.username ?? `simulated_${accountId.slice(0, 6)}`,
    appId: `app-${crypto.randomUUID()}`,
    tier,
    pending: options.pending ?? null,
    suspended: options.suspended ?? false,
    metering: new Metering(options.allowance ?? ALLOWANCES[tier], now),
    held: 0,
  };
}
