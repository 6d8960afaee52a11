import type { Tier } from "./limits.ts";
import type { LeaseRequest } from "./lease.ts";

/** A tier that lacked something is asked last for this many ms. */
const DOUBT_MS = 60 * 60 * 1000;

/** Models and routes that are remembered, the latest ones. */
const MAX_SCOPES = 200;

/** What a tier lacks, lower ones lack too. */
const RANK: Record<Tier, number> = { temporary: 0, free: 1, paid: 2 };

interface Doubt {
  /** The highest tier that lacked it. */
  rank: number;
  until: number;
}

/**
 * Which tiers are unlikely to have a model or an interface, as an account of
 * theirs did not. It says whom to ask first, and nothing against an account.
 */
export class TierDoubts {
  #byScope = new Map<string, Doubt>();

  /** An account of this tier was refused a model or `interface:method`. */
  note(scope: string, tier: Tier, now: number): void {
    const known = this.#byScope.get(scope);
    const rank = known === undefined || known.until <= now
      ? RANK[tier]
      : Math.max(known.rank, RANK[tier]);
    this.#byScope.delete(scope);
    this.#byScope.set(scope, { rank, until: now + DOUBT_MS });
    if (this.#byScope.size <= MAX_SCOPES) return;
    for (const oldest of this.#byScope.keys()) {
      this.#byScope.delete(oldest);
      return;
    }
  }

  /** An account of this tier was served. */
  disprove({ model, route }: LeaseRequest, tier: Tier): void {
    if (this.#byScope.size === 0) return;
    for (const scope of [model, route]) {
      const doubt = this.#byScope.get(scope);
      if (doubt !== undefined && doubt.rank >= RANK[tier]) {
        this.#byScope.delete(scope);
      }
    }
  }

  /** The rank that is likely enough; accounts below it are asked last. */
  leastRank({ model, route }: LeaseRequest, now: number): number {
    if (this.#byScope.size === 0) return 0;
    let least = 0;
    for (const scope of [model, route]) {
      const doubt = this.#byScope.get(scope);
      if (doubt === undefined || doubt.until <= now) continue;
      least = Math.max(least, doubt.rank + 1);
    }
    return least;
  }
}

/** Where a tier stands among the others. */
export function rankOf(tier: Tier): number {
  return RANK[tier];
}
