import { nextMonth } from "./account_state.ts";
import { type CreditReading, type CreditView, runsDryAt } from "./credit.ts";
import type { Tier } from "./limits.ts";

/** Credit of an account whose own is unknown, by tier, in micro-cents. */
const USUAL_CREDIT: Record<Tier, number> = {
  paid: 100_000_000,
  free: 50_000_000,
  temporary: 25_000_000,
};

/** What an account's credit depends on besides what Puter says of it. */
export interface CreditTerms {
  tier: Tier;
  /** Its own reserve in micro-cents; the pool's when absent. */
  reserveMicroCents?: number;
  /** Unix ms. */
  tokenExpiresAt?: number;
}

/** What an account has left, kept up between Puter's answers. */
export class AccountCredit {
  #terms: CreditTerms = { tier: "temporary" };
  #reading: CreditReading | undefined;
  #spentSince = 0;
  #poolReserve = 0;
  #reservedUntil = 0;
  /** Credit left in micro-cents; the usual of its tier while it is unknown. */
  remaining = 0;
  /** The part of `remaining` that is lost when it is not spent in time. */
  expiring = 0;
  /** When that part is lost, Unix ms. */
  endsAt = Infinity;

  /** The last answer of Puter. */
  get reading(): CreditReading | undefined {
    return this.#reading;
  }

  /** True when what is left is not to be touched. */
  isReserved(now: number): boolean {
    return this.#reservedUntil > now;
  }

  /** Takes over what else bears on the credit. */
  setTerms(terms: CreditTerms, now: number): void {
    this.#terms = terms;
    this.#count(now);
  }

  /** Sets the reserve in micro-cents that holds unless it has its own. */
  setReserve(microCents: number, now: number): void {
    this.#poolReserve = microCents;
    this.#count(now);
  }

  /** Takes over a reading; false when it is not newer than the known one. */
  read(reading: CreditReading): boolean {
    if (reading.at <= (this.#reading?.at ?? -Infinity)) return false;
    this.#reading = reading;
    this.#spentSince = 0;
    this.#count(reading.at);
    return true;
  }

  /** Counts what a call has cost, in micro-cents. */
  spend(microCents: number, now: number): void {
    this.#spentSince += microCents;
    this.#count(now);
  }

  /** As it is shown; null before Puter was asked. */
  view(now: number): CreditView | null {
    const reading = this.#reading;
    if (reading === undefined) return null;
    const spentSince = this.#spentSince;
    return {
      ...reading,
      spentSince,
      runsDryAt: runsDryAt(reading, { spentSince, now }),
      reserve: this.#reserve,
    };
  }

  get #reserve(): number {
    return this.#terms.reserveMicroCents ?? this.#poolReserve;
  }

  #count(now: number): void {
    const { tier, tokenExpiresAt = Infinity } = this.#terms;
    const reading = this.#reading;
    // Without a scale nothing can be counted off, and no reserve compared.
    const isKnown = reading !== undefined && reading.unit === "micro_cents";
    const known = isKnown ? reading.remaining : USUAL_CREDIT[tier];
    this.remaining = Math.max(0, known - this.#spentSince);
    const bought = isKnown ? reading.bought : 0;
    this.expiring = Math.max(0, this.remaining - bought);
    const monthEnd = this.expiring > 0 ? nextMonth(now) : Infinity;
    this.endsAt = Math.min(monthEnd, tokenExpiresAt);
    const reserve = this.#reserve;
    const isLow = isKnown && reserve > 0 && this.remaining <= reserve;
    // The allowance comes back with the next month, whatever was left.
    this.#reservedUntil = isLow ? nextMonth(reading.at) : 0;
  }
}
