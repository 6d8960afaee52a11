import type { ChoiceRecord, SkipReason } from "../store/requests/record.ts";
import type { LeaseRequest } from "./lease.ts";
import type { PoolAccount } from "./pool_account.ts";

/** Accounts passed over that are named in a record; others are counted. */
const MAX_NAMED = 6;

type Named = [accountId: string, why: SkipReason, until?: number];

/**
 * What one look over the accounts found. One object serves all looks, so that
 * passing over an account costs a count and no memory.
 */
export class Scan {
  #counts: Record<SkipReason, number> = {
    paused: 0,
    disabled: 0,
    exhausted: 0,
    cooling: 0,
    plan: 0,
    tried: 0,
    reserve: 0,
    at_once: 0,
    per_window: 0,
  };
  #accounts: PoolAccount[] = [];
  #whys: SkipReason[] = [];
  #skipped = 0;
  #request: LeaseRequest | undefined;
  /** Accounts that could take the call. */
  able = 0;
  /** What decided among them. */
  rule = "";

  /** Begins a look for a request. */
  begin(request: LeaseRequest): void {
    this.#request = request;
    this.able = 0;
    this.rule = "";
    if (this.#skipped === 0) return;
    this.#skipped = 0;
    this.#accounts.length = 0;
    this.#whys.length = 0;
    const counts = this.#counts;
    for (const why in counts) counts[why as SkipReason] = 0;
  }

  /** Counts an account that was passed over. */
  skip(account: PoolAccount, why: SkipReason): void {
    this.#counts[why]++;
    this.#skipped++;
    if (this.#accounts.length >= MAX_NAMED) return;
    this.#accounts.push(account);
    this.#whys.push(why);
  }

  /** The record of this look. */
  record(
    found: { candidates: number; queuedMs: number; accountId?: string },
    now: number,
  ): ChoiceRecord {
    const { candidates, queuedMs, accountId } = found;
    const record: ChoiceRecord = {
      candidates,
      skipped: this.#skipped === 0 ? {} : this.#seen(),
      queuedMs,
      rule: this.rule,
    };
    if (this.#skipped > 0) record.named = this.#named(now);
    if (accountId !== undefined) record.accountId = accountId;
    return record;
  }

  #seen(): ChoiceRecord["skipped"] {
    const seen: ChoiceRecord["skipped"] = {};
    for (const [why, count] of Object.entries(this.#counts)) {
      if (count > 0) seen[why as SkipReason] = count;
    }
    return seen;
  }

  #named(now: number): Named[] {
    const request = this.#request;
    return this.#accounts.map((account, index): Named => {
      const why = this.#whys[index] as SkipReason;
      const until = request && endOf(account, why, request);
      return until === undefined || until === Infinity || until <= now
        ? [account.id, why]
        : [account.id, why, until];
    });
  }
}

/** When what hinders an account ends, as far as that is known; Unix ms. */
function endOf(
  account: PoolAccount,
  why: SkipReason,
  { model, route }: LeaseRequest,
): number | undefined {
  switch (why) {
    case "exhausted":
    case "cooling":
      return account.blockedUntil;
    case "plan":
      return account.planOpensAt(model, route);
    case "per_window":
      return account.opensAt(route);
    case "paused":
    case "disabled":
    case "tried":
    case "reserve":
    case "at_once":
      return undefined;
  }
}
