import type { AccountCredit } from "./account_credit.ts";
import type { Strategy } from "../store/settings/record.ts";
import type { LeaseRequest } from "./lease.ts";
import type { PoolAccount } from "./pool_account.ts";
import type { Scan } from "./scan.ts";
import { rankOf, TierDoubts } from "./tier_doubts.ts";

/** Conversations whose account is remembered, the latest ones. */
const MAX_HOMES = 10_000;

/** Picks an account for a call among those that can take it. */
export class Chooser {
  strategy: Strategy = "least_in_flight";
  /** Whether a conversation stays on its account while that has room. */
  affinity = false;
  #cursor = 0;
  /** Which tiers to ask last for what. */
  readonly doubts = new TierDoubts();
  /** The account of each conversation, the latest last. */
  #homes = new Map<string, PoolAccount>();

  /** Undefined when none has room now; `scan` tells why. */
  choose(
    accounts: readonly PoolAccount[],
    request: LeaseRequest,
    { now, scan }: { now: number; scan: Scan },
  ): PoolAccount | undefined {
    scan.begin(request);
    const { affinity } = request;
    if (!this.affinity || affinity === undefined) {
      return this.#ask(accounts, request, { now, scan });
    }
    const home = this.#homes.get(affinity);
    if (home !== undefined && !home.isRemoved) {
      const why = reasonToSkip(home, request, now);
      if (why === null) {
        scan.rule = "affinity";
        return home;
      }
    }
    const account = this.#ask(accounts, request, { now, scan });
    if (account !== undefined) this.#settle(affinity, account);
    return account;
  }

  /** Asks accounts of likely tiers first, then the others. */
  #ask(
    accounts: readonly PoolAccount[],
    request: LeaseRequest,
    { now, scan }: { now: number; scan: Scan },
  ): PoolAccount | undefined {
    const leastRank = this.doubts.leastRank(request, now);
    const likely = this.#pick(accounts, request, { now, scan, leastRank });
    if (likely !== undefined || leastRank === 0) return likely;
    scan.begin(request);
    return this.#pick(accounts, request, { now, scan, leastRank: 0 });
  }

  #pick(
    accounts: readonly PoolAccount[],
    request: LeaseRequest,
    { now, scan, leastRank }: { now: number; scan: Scan; leastRank: number },
  ): PoolAccount | undefined {
    const { strategy } = this;
    const count = accounts.length;
    const isInOrder = strategy === "fill_first";
    const start = isInOrder ? 0 : this.#cursor;
    let best: PoolAccount | undefined;
    let bestIndex = 0;
    let wasAllSeen = true;
    let weights = 0;
    for (let i = 0; i < count; i++) {
      const index = start + i < count ? start + i : start + i - count;
      const account = accounts[index] as PoolAccount;
      const why = leastRank > 0 && rankOf(account.profile.tier) < leastRank
        ? "plan"
        : reasonToSkip(account, request, now);
      if (why !== null) {
        scan.skip(account, why);
        continue;
      }
      scan.able++;
      if (strategy === "weighted") {
        weights += account.weight;
        account.turn += account.weight;
      }
      if (best !== undefined && !isBetter(account, best, request, strategy)) {
        continue;
      }
      best = account;
      bestIndex = index;
      if (isUnbeatable(account, request, strategy)) {
        wasAllSeen = i === count - 1;
        break;
      }
    }
    if (best === undefined) return undefined;
    if (strategy === "weighted") best.turn -= weights;
    this.#cursor = bestIndex + 1 < count ? bestIndex + 1 : 0;
    const isOnly = scan.able === 1 && wasAllSeen;
    scan.rule = isOnly ? "only_candidate" : strategy;
    return best;
  }

  #settle(affinity: string, account: PoolAccount): void {
    this.#homes.delete(affinity);
    this.#homes.set(affinity, account);
    if (this.#homes.size <= MAX_HOMES) return;
    for (const oldest of this.#homes.keys()) {
      this.#homes.delete(oldest);
      return;
    }
  }
}

/** Why an account cannot take a call now; null when it can. */
function reasonToSkip(
  account: PoolAccount,
  request: LeaseRequest,
  now: number,
) {
  const { exclude, model, route } = request;
  if (exclude !== undefined && exclude.has(account.id)) return "tried";
  return account.skipReason(model, route, now);
}

/** True when no account further on could be a better choice. */
function isUnbeatable(
  account: PoolAccount,
  { route, exclude }: LeaseRequest,
  strategy: Strategy,
): boolean {
  switch (strategy) {
    case "least_in_flight":
      return account.window(route).inFlight === 0 && !isRetry(exclude);
    case "round_robin":
    case "fill_first":
      return true;
    case "weighted":
    case "most_credit":
    case "spend_first_what_expires_first":
      return false;
  }
}

function isBetter(
  account: PoolAccount,
  best: PoolAccount,
  { route, exclude }: LeaseRequest,
  strategy: Strategy,
): boolean {
  switch (strategy) {
    case "least_in_flight":
      return isRetry(exclude)
        ? loadOf(account, route) < loadOf(best, route)
        : account.window(route).inFlight < best.window(route).inFlight;
    case "round_robin":
    case "fill_first":
      return false;
    case "weighted":
      return account.turn > best.turn;
    case "most_credit":
      return account.credit.remaining > best.credit.remaining;
    case "spend_first_what_expires_first":
      return expiresFirst(account.credit, best.credit);
  }
}

/** A call that was refused already should go where it passes most surely. */
function isRetry(exclude: ReadonlySet<string> | undefined): boolean {
  return exclude !== undefined && exclude.size > 0;
}

/** The share of an account's places that are taken with one call more. */
function loadOf(account: PoolAccount, route: string): number {
  const { inFlight, limits } = account.window(route);
  return (inFlight + 1) / limits.atOnce;
}

/** Credit that ends sooner goes first, then where more of it would be lost. */
function expiresFirst(credit: AccountCredit, best: AccountCredit): boolean {
  if (credit.endsAt !== best.endsAt) return credit.endsAt < best.endsAt;
  return credit.expiring > best.expiring;
}
