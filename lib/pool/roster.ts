import { type AccountProfile, PoolAccount } from "./pool_account.ts";

/** The accounts of a pool, by id and in their order. */
export class Roster {
  #byId = new Map<string, PoolAccount>();
  #order: readonly PoolAccount[] = [];

  /** All accounts, usable or not. */
  get all(): readonly PoolAccount[] {
    return this.#order;
  }

  get(accountId: string): PoolAccount | undefined {
    return this.#byId.get(accountId);
  }

  /** When time alone may next let a call on one of these routes begin. */
  nextOpening(routes: ReadonlySet<string>, now: number): number {
    let next = Infinity;
    for (const account of this.#order) {
      for (const route of routes) {
        next = Math.min(next, account.nextOpening(route, now));
      }
    }
    return next;
  }

  /**
   * Replaces the accounts. One that stays keeps its running calls; `welcome`
   * is given each new one.
   */
  replace(
    profiles: readonly AccountProfile[],
    { now, welcome }: { now: number; welcome: (account: PoolAccount) => void },
  ): void {
    const next = new Map<string, PoolAccount>();
    for (const profile of profiles) {
      const known = this.#byId.get(profile.id);
      if (known !== undefined) known.update(profile, now);
      const account = known ?? new PoolAccount(profile, now);
      if (known === undefined) welcome(account);
      next.set(profile.id, account);
    }
    for (const [id, account] of this.#byId) {
      if (!next.has(id)) account.isRemoved = true;
    }
    this.#byId = next;
    this.#order = [...next.values()];
  }
}
