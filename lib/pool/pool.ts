import type { ApiError } from "../http/errors.ts";
import type { PuterFailure } from "../puter/failure.ts";
import type { AccountView, Lease, LeaseRequest } from "./lease.ts";

export type { AccountView, Lease, LeaseRequest } from "./lease.ts";
import {
  type AccountState,
  isUsable,
  nextMonth,
  READY,
} from "./account_state.ts";
import { type AccountProfile, PoolAccount } from "./pool_account.ts";
import { refusal } from "./refusal.ts";

/** What the pool is built with. */
export interface PoolOptions {
  /** How long a call may wait for a place, in ms. */
  maxQueueMs: number;
  /** Clock in Unix ms. */
  now?: () => number;
  /** Told about each state that others should know, to be kept. */
  onState?: (accountId: string, state: AccountState) => void;
  /** Asks Puter what an account has left; true when it is (nearly) nothing. */
  isExhausted?: (account: AccountProfile) => Promise<boolean>;
}

/** Longest time a state takes to be stored, in ms. */
const STORING_MS = 2000;

interface Waiter {
  request: LeaseRequest;
  resolve: (lease: Lease) => void;
  reject: (error: ApiError) => void;
  deadline: number;
}

/**
 * Lends accounts to calls: the one with the fewest calls running, inside
 * Puter's published limits. When all are full, calls wait their turn.
 */
export class Pool {
  #accounts = new Map<string, PoolAccount>();
  #order: PoolAccount[] = [];
  #cursor = 0;
  #queue: Waiter[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #options: PoolOptions;
  #now: () => number;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  /** Number of accounts, usable or not. */
  get size(): number {
    return this.#order.length;
  }

  /** Replaces the set of accounts; running calls and windows are kept. */
  setAccounts(profiles: readonly AccountProfile[]): void {
    const next = new Map<string, PoolAccount>();
    for (const profile of profiles) {
      const known = this.#accounts.get(profile.id);
      if (known === undefined || known.profile.tier !== profile.tier) {
        next.set(profile.id, new PoolAccount(profile));
      } else {
        known.profile = profile;
        known.state = this.#laterState(known.state, profile.state);
        next.set(profile.id, known);
      }
    }
    this.#accounts = next;
    this.#order = [...next.values()];
    this.#serve();
  }

  /** The accounts as they are now. */
  view(): AccountView[] {
    const now = this.#now();
    return this.#order.map((account) => ({
      id: account.profile.id,
      username: account.profile.username,
      tier: account.profile.tier,
      state: isUsable(account.state, now) ? READY : account.state,
      inFlight: account.inFlight,
    }));
  }

  /**
   * A lease, at once where an account has room, else when its turn comes.
   *
   * @throws {ApiError} 429 or 503 when no account can take the call in time
   */
  acquire(request: LeaseRequest): Lease | Promise<Lease> {
    const now = this.#now();
    if (this.#queue.length === 0) {
      const account = this.#choose(request, now);
      if (account !== undefined) return this.#lend(account, request, now);
    }
    if (!this.#mayWait(request, now)) throw this.#refuse(request, now);
    return new Promise((resolve, reject) => {
      const deadline = now + this.#options.maxQueueMs;
      this.#queue.push({ request, resolve, reject, deadline });
      this.#schedule(now);
    });
  }

  /** The least busy account with room; starts where the last choice ended. */
  #choose(request: LeaseRequest, now: number): PoolAccount | undefined {
    const count = this.#order.length;
    const scopes = [request.model, request.route];
    let best: PoolAccount | undefined;
    let bestInFlight = Infinity;
    let bestIndex = 0;
    for (let i = 0; i < count; i++) {
      const index = (this.#cursor + i) % count;
      const account = this.#order[index] as PoolAccount;
      if (request.exclude?.has(account.profile.id)) continue;
      if (!account.isEligible(now, scopes)) continue;
      if (!account.hasRoom(request.route, now)) continue;
      const inFlight = account.window(request.route).inFlight;
      if (inFlight >= bestInFlight) continue;
      best = account;
      bestInFlight = inFlight;
      bestIndex = index;
      if (inFlight === 0) break;
    }
    if (best !== undefined) this.#cursor = (bestIndex + 1) % count;
    return best;
  }

  #lend(account: PoolAccount, request: LeaseRequest, now: number): Lease {
    const window = account.window(request.route);
    window.enter(now);
    let held = true;
    let isBlamed = false;
    return {
      accountId: account.profile.id,
      token: account.profile.token,
      release: () => {
        if (!held) return;
        held = false;
        window.leave();
        // A call that Puter refused has freed nothing by ending.
        if (!isBlamed) account.clearFull();
        if (this.#queue.length > 0) this.#serve();
      },
      blame: (failure) => {
        isBlamed = true;
        this.#apply(account, failure, request);
      },
      praise: () => this.#praise(account),
    };
  }

  /**
   * The stored state, unless this instance has just found another one that may
   * still be on its way into the store.
   */
  #laterState(
    known: AccountState,
    stored: AccountState | undefined,
  ): AccountState {
    if (known.status === "ready") return stored ?? READY;
    const isRecent = known.since > this.#now() - STORING_MS;
    const isNewer = stored === undefined || stored.status === "ready" ||
      stored.since < known.since;
    return isRecent && isNewer ? known : stored ?? READY;
  }

  #praise(account: PoolAccount): void {
    if (account.state.status === "ready") return;
    this.#setState(account, READY);
  }

  #apply(
    account: PoolAccount,
    failure: PuterFailure,
    request: LeaseRequest,
  ): void {
    const now = this.#now();
    const { action } = failure;
    const reason = failure.reason ?? failure.code;
    switch (action.type) {
      case "none":
        return;
      case "disable":
      case "wrong_kind":
        return this.#setState(account, {
          status: "disabled",
          since: now,
          reason,
        });
      case "cool":
        return this.#setState(account, {
          status: "cooling",
          since: now,
          until: now + action.ms,
          reason,
          provenance: "guessed",
        });
      case "wait_for_own_call":
        return account.markFull(now);
      case "mark_plan":
        return account.markPlan(
          action.scope === "model" ? request.model : request.route,
          now,
        );
      case "check_credit":
        return this.#checkCredit(account, reason, now);
    }
  }

  /**
   * "No usage left" has two meanings: the account's other running calls hold
   * its credit, or the credit is gone. Only the second one is a state.
   */
  #checkCredit(account: PoolAccount, reason: string, now: number): void {
    if (account.inFlight > 1) return account.markFull(now);
    const isExhausted = this.#options.isExhausted;
    if (isExhausted === undefined) return;
    isExhausted(account.profile).then((exhausted) => {
      if (!exhausted) return;
      const since = this.#now();
      const until = nextMonth(since);
      this.#setState(account, { status: "exhausted", since, until, reason });
    }).catch(() => {
      // What an account has left is unknown when Puter does not answer; an
      // account is never punished on a guess.
    });
  }

  #setState(account: PoolAccount, state: AccountState): void {
    if (this.#accounts.get(account.profile.id) !== account) return;
    account.state = state;
    account.profile = { ...account.profile, state };
    this.#options.onState?.(account.profile.id, state);
    if (state.status === "ready") this.#serve();
  }

  /** Serves the queue in order; a call that cannot go yet blocks no other. */
  #serve(): void {
    const now = this.#now();
    const waiting: Waiter[] = [];
    for (const waiter of this.#queue) {
      const account = this.#choose(waiter.request, now);
      if (account !== undefined) {
        waiter.resolve(this.#lend(account, waiter.request, now));
      } else if (
        waiter.deadline <= now || !this.#mayWait(waiter.request, now)
      ) {
        waiter.reject(this.#refuse(waiter.request, now));
      } else {
        waiting.push(waiter);
      }
    }
    this.#queue = waiting;
    this.#schedule(now);
  }

  #mayWait(request: LeaseRequest, now: number): boolean {
    if (this.#options.maxQueueMs <= 0) return false;
    const limit = now + this.#options.maxQueueMs;
    const scopes = [request.model, request.route];
    return this.#order.some((account) =>
      !request.exclude?.has(account.profile.id) &&
      account.isEligible(limit, scopes) &&
      account.opensAt(request.route) <= limit
    );
  }

  #schedule(now: number): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#queue.length === 0) return;
    let next = Infinity;
    for (const { deadline, request } of this.#queue) {
      next = Math.min(next, deadline);
      for (const account of this.#order) {
        const opens = account.opensAt(request.route);
        if (opens > now) next = Math.min(next, opens);
        if (account.state.status === "cooling" && account.state.until > now) {
          next = Math.min(next, account.state.until);
        }
      }
    }
    this.#timer = setTimeout(() => this.#serve(), Math.max(1, next - now));
  }

  #refuse(request: LeaseRequest, now: number): ApiError {
    return refusal(this.#order, request, now);
  }
}
