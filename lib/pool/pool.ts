import type { PuterFailure } from "../puter/failure.ts";
import type { Strategy } from "../store/settings_record.ts";
import { nextMonth } from "./account_state.ts";
import { Chooser } from "./choose.ts";
import { type CreditReading, isSpent } from "./credit.ts";
import type { Health } from "./health.ts";
import { type Incident, IncidentWatch } from "./incidents.ts";
import { judge, type JudgedCall } from "./judgement.ts";
import {
  type AccountView,
  type Lease,
  type LeaseRequest,
  WaitCancelled,
} from "./lease.ts";
import { type AccountProfile, PoolAccount } from "./pool_account.ts";
import { type LeaseHolder, PoolLease } from "./pool_lease.ts";
import { refusal } from "./refusal.ts";
import { Scan } from "./scan.ts";
import type { HealthEvent } from "./transitions.ts";
import { type Delay, kindOf, realDelay, type Waiter } from "./wait_queue.ts";

export type { AccountView, Lease, LeaseRequest } from "./lease.ts";
export { PoolRefusal } from "./refusal.ts";

/** What may be changed while the pool works. */
export interface PoolSettings {
  strategy: Strategy;
  /** Whether a conversation stays on its account while that has room. */
  affinity: boolean;
  /** How long a call may wait for a place, in ms. */
  maxQueueMs: number;
  /** Credit of each account that no call may touch, in micro-cents. */
  reserveMicroCents: number;
}

/** What the pool is built with. */
export interface PoolOptions extends Partial<PoolSettings> {
  maxQueueMs: number;
  /** A lease never given back is taken back after this many ms. */
  leaseMs?: number;
  /** Clock in Unix ms. */
  now?: () => number;
  /** Runs something later on the same clock. */
  delay?: Delay;
  /** Told what others should know of an account, as often as it changes here. */
  onHealth?: (accountId: string, health: Health) => void;
  /** Told of a fault that is nobody's here, when it begins. */
  onIncident?: (incident: Incident) => void;
  /** Asks Puter what an account has left. */
  readCredit?: (account: AccountProfile) => Promise<CreditReading>;
}

/** Vendors give up after about 10 minutes; nothing runs longer than this. */
const LEASE_MS = 20 * 60 * 1000;

/** An account counts as in use for this many ms after its last call. */
const IN_USE_MS = 60_000;

/** Ms for which an answer about credit serves for further refusals. */
const CREDIT_FRESH_MS = 2000;

/**
 * Lends accounts to calls, inside Puter's published limits, and keeps what is
 * known against each of them. When all are full, calls wait their turn.
 */
export class Pool implements LeaseHolder {
  #accounts = new Map<string, PoolAccount>();
  #order: PoolAccount[] = [];
  #queue: Waiter[] = [];
  /** Leases out, the oldest first. */
  #leases = new Set<PoolLease>();
  #cancelTimer: (() => void) | undefined;
  #asking = new Set<string>();
  readonly #scan = new Scan();
  readonly #chooser = new Chooser();
  readonly #incidents = new IncidentWatch();
  readonly #options: PoolOptions;
  readonly #now: () => number;
  readonly #delay: Delay;
  readonly #leaseMs: number;
  #maxQueueMs: number;
  #reserve: number;
  #isClosed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#delay = options.delay ?? realDelay;
    this.#leaseMs = options.leaseMs ?? LEASE_MS;
    this.#maxQueueMs = options.maxQueueMs;
    this.#reserve = options.reserveMicroCents ?? 0;
    this.configure(options);
  }

  /** Number of accounts, usable or not. */
  get size(): number {
    return this.#order.length;
  }

  /** Puts other settings in force for all calls from now on. */
  configure(settings: Partial<PoolSettings>): void {
    const now = this.#now();
    const { strategy, affinity, maxQueueMs, reserveMicroCents } = settings;
    if (strategy !== undefined) this.#chooser.strategy = strategy;
    if (affinity !== undefined) this.#chooser.affinity = affinity;
    if (maxQueueMs !== undefined) this.#maxQueueMs = maxQueueMs;
    if (reserveMicroCents !== undefined) {
      this.#reserve = reserveMicroCents;
      for (const account of this.#order) {
        account.setReserve(reserveMicroCents, now);
      }
    }
    this.#serve();
  }

  /** Replaces the set of accounts; running calls and windows are kept. */
  setAccounts(profiles: readonly AccountProfile[]): void {
    const now = this.#now();
    const next = new Map<string, PoolAccount>();
    for (const profile of profiles) {
      const known = this.#accounts.get(profile.id);
      if (known === undefined) {
        const account = new PoolAccount(profile, now);
        account.setReserve(this.#reserve, now);
        next.set(profile.id, account);
      } else {
        known.update(profile, now);
        next.set(profile.id, known);
      }
    }
    for (const [id, account] of this.#accounts) {
      if (!next.has(id)) account.isRemoved = true;
    }
    this.#accounts = next;
    this.#order = [...next.values()];
    this.#serve();
  }

  /** The accounts as they are now. */
  view(): AccountView[] {
    const now = this.#now();
    this.#reclaim(now);
    return this.#order.map((account) => viewOf(account, now));
  }

  /** One account as it is now; undefined when there is none. */
  viewOne(accountId: string): AccountView | undefined {
    const now = this.#now();
    this.#reclaim(now);
    const account = this.#accounts.get(accountId);
    return account && viewOf(account, now);
  }

  /** Faults that run now and are put down to no account. */
  incidents(): Incident[] {
    return this.#incidents.open(this.#now());
  }

  /** What is known against an account; undefined when there is none. */
  health(accountId: string): Health | undefined {
    return this.#accounts.get(accountId)?.health;
  }

  /** An account as the pool was given it. */
  profile(accountId: string): AccountProfile | undefined {
    return this.#accounts.get(accountId)?.profile;
  }

  /**
   * A lease, at once where an account has room, else when its turn comes.
   *
   * @throws {PoolRefusal} 429 or 503 when no account can take the call in time
   */
  acquire(request: LeaseRequest): Lease | Promise<Lease> {
    const now = this.#now();
    this.#reclaim(now);
    // Who came earlier goes first.
    if (this.#queue.length > 0) this.#serve();
    const account = this.#choose(request, now);
    if (account !== undefined) return this.#lend(account, request, now, now);
    if (this.#isClosed || !this.#mayWait(request, now)) {
      throw this.#refuse(request, now, now);
    }
    return this.#wait(request, now);
  }

  /** Applies something learnt otherwise than by a call, such as a check. */
  apply(accountId: string, event: HealthEvent): void {
    const account = this.#accounts.get(accountId);
    if (account !== undefined) this.#apply(account, event);
  }

  /** Applies what a call made outside a lease says, such as a probe. */
  judge(
    accountId: string,
    failure: PuterFailure,
    call: { route: string; begun: number },
  ): void {
    const account = this.#accounts.get(accountId);
    if (account === undefined) return;
    const probe = { ...call, model: "", isProbe: true };
    this.#judge(account, failure, {
      call: probe,
      otherCalls: account.inFlight,
    });
  }

  /** A call outside a lease that began at `begun` was served and was free. */
  served(accountId: string, begun: number): void {
    const account = this.#accounts.get(accountId);
    if (account === undefined) return;
    const call = { begun, model: "", route: "", isFree: true };
    if (account.served(call, this.#now())) this.#tell(account);
  }

  /** Takes over what other instances know of the accounts. */
  mergeHealth(healths: ReadonlyMap<string, Health>): void {
    const now = this.#now();
    for (const [id, health] of healths) {
      this.#accounts.get(id)?.merge(health, now);
    }
    this.#serve();
  }

  /** Takes over the incidents that other instances noticed. */
  mergeIncidents(incidents: readonly Incident[]): void {
    const now = this.#now();
    for (const incident of incidents) {
      if (this.#incidents.learn(incident, now)) this.#acquit(incident);
    }
  }

  /** Takes over what was read of an account's credit, here or elsewhere. */
  readCredit(accountId: string, reading: CreditReading): void {
    const account = this.#accounts.get(accountId);
    if (account === undefined || !account.readCredit(reading)) return;
    this.#applyCredit(account, reading);
    this.#serve();
  }

  /** Counts what a call has cost an account, in micro-cents. */
  spend(accountId: string, microCents: number): void {
    this.#accounts.get(accountId)?.spend(microCents, this.#now());
  }

  /** Ends all waiting; leases that are out may still be given back. */
  close(): void {
    this.#isClosed = true;
    this.#cancelTimer?.();
    const now = this.#now();
    for (const waiter of this.#queue.splice(0)) {
      waiter.reject(this.#refuse(waiter.request, now, waiter.since));
    }
  }

  /** @ignore for leases */
  released(lease: PoolLease, wasRefused: boolean): void {
    if (!this.#leases.delete(lease)) return;
    lease.account.leave(lease.request.route, wasRefused);
    if (this.#queue.length > 0) this.#serve();
  }

  /** @ignore for leases */
  blamed(lease: PoolLease, failure: PuterFailure): void {
    const { account, begun } = lease;
    if (account.isRemoved) return;
    const { route, model } = lease.request;
    const isOut = this.#leases.has(lease);
    const otherCalls = account.inFlight - (isOut ? 1 : 0);
    this.#judge(account, failure, {
      call: { route, model, begun },
      otherCalls,
    });
  }

  /** @ignore for leases */
  praised({ account, begun, request }: PoolLease): void {
    const { model, route } = request;
    if (account.served({ begun, model, route }, this.#now())) {
      this.#tell(account);
      this.#serve();
    }
  }

  #choose(request: LeaseRequest, now: number): PoolAccount | undefined {
    return this.#chooser.choose(this.#order, request, {
      now,
      scan: this.#scan,
    });
  }

  #lend(
    account: PoolAccount,
    request: LeaseRequest,
    now: number,
    since: number,
  ): Lease {
    account.enter(request.route, now);
    const choice = this.#scan.record({
      candidates: this.#order.length,
      queuedMs: now - since,
      accountId: account.id,
    }, now);
    const lease = new PoolLease(this, account, request, now, choice);
    this.#leases.add(lease);
    return lease;
  }

  /** Takes back leases that nobody will give back any more. */
  #reclaim(now: number): void {
    for (const lease of this.#leases) {
      if (lease.begun + this.#leaseMs > now) return;
      lease.release();
    }
  }

  #judge(
    account: PoolAccount,
    failure: PuterFailure,
    { call, otherCalls }: { call: JudgedCall; otherCalls: number },
  ): void {
    const now = this.#now();
    const verdict = judge(failure, call, { now, otherCalls });
    switch (verdict.type) {
      case "none":
        if (failure.blame === "upstream" || failure.blame === "network") {
          this.#suspect(account, failure.code, now);
        }
        return;
      case "wait":
        if (verdict.on === "account") return account.waitForOwnCall(now);
        return account.window(call.route).refuse(now);
      case "ask_credit":
        return this.#askCredit(account, failure.code);
      case "event":
        break;
    }
    const { event, isGuessed } = verdict;
    if (!isGuessed) return this.#apply(account, event);
    const code = "code" in event ? event.code : failure.code;
    this.#suspect(account, code, now);
    if (!this.#incidents.isOpen(code, now)) this.#apply(account, event);
  }

  /** Notes a fault that may turn out to be nobody's here. */
  #suspect(account: PoolAccount, code: string, at: number): void {
    const inUse = this.#countInUse(at);
    const note = { at, inUse };
    const incident = this.#incidents.note(code, account.id, note);
    if (incident === null) return;
    this.#acquit(incident);
    this.#options.onIncident?.(incident);
  }

  #countInUse(now: number): number {
    let count = 0;
    for (const account of this.#order) {
      if (account.usedAt > now - IN_USE_MS) count++;
    }
    return count;
  }

  /** Takes back the states that were guessed from an incident. */
  #acquit({ code, since: from }: Incident): void {
    for (const account of this.#order) {
      this.#apply(account, { type: "acquitted", code, from });
    }
  }

  /** Asks what an account has left, once at a time. */
  #askCredit(account: PoolAccount, code: string): void {
    const { readCredit } = this.#options;
    const { id } = account;
    if (readCredit === undefined || this.#asking.has(id)) return;
    const { credit } = account;
    const now = this.#now();
    if (credit !== undefined && now - credit.at < CREDIT_FRESH_MS) {
      this.#applyCredit(account, credit, code);
      return;
    }
    this.#asking.add(id);
    readCredit(account.profile)
      .then((reading) => {
        account.readCredit(reading);
        this.#applyCredit(account, reading, code);
      })
      .catch(() => {
        // What an account has left is unknown when Puter does not answer; an
        // account is never punished on a guess.
      })
      .finally(() => this.#asking.delete(id));
  }

  #applyCredit(
    account: PoolAccount,
    reading: CreditReading,
    code = "insufficient_funds",
  ): void {
    const { at } = reading;
    if (!isSpent(reading)) {
      return this.#apply(account, { type: "credit_seen", at });
    }
    if (account.health.exhausted.mark !== null) {
      const { until } = account.health.exhausted.mark;
      if (until > at) return;
    }
    const until = nextMonth(at);
    this.#apply(account, { type: "credit_gone", at, until, code });
  }

  #apply(account: PoolAccount, event: HealthEvent): void {
    if (!account.apply(event, this.#now())) return;
    this.#tell(account);
    if (this.#queue.length > 0) this.#serve();
  }

  #tell(account: PoolAccount): void {
    if (account.isRemoved) return;
    this.#options.onHealth?.(account.id, account.health);
  }

  #wait(request: LeaseRequest, now: number): Promise<Lease> {
    const { promise, resolve, reject } = Promise.withResolvers<Lease>();
    const { scope } = request;
    const wait = { cancel: () => this.#cancel(waiter) };
    const waiter: Waiter = {
      request,
      since: now,
      deadline: now + this.#maxQueueMs,
      resolve(lease) {
        scope?.remove(wait);
        resolve(lease);
      },
      reject(error) {
        scope?.remove(wait);
        reject(error);
      },
    };
    this.#queue.push(waiter);
    scope?.add(wait);
    this.#schedule(now);
    return promise;
  }

  #cancel(waiter: Waiter): void {
    const index = this.#queue.indexOf(waiter);
    if (index === -1) return;
    this.#queue.splice(index, 1);
    waiter.reject(new WaitCancelled());
  }

  /** Serves the queue in order; a call that cannot go yet blocks no other. */
  #serve(): void {
    if (this.#queue.length === 0) return;
    const now = this.#now();
    const waiting: Waiter[] = [];
    const stuck = new Set<string>();
    const queue = this.#queue;
    this.#queue = [];
    for (const waiter of queue) {
      const { request, since, deadline } = waiter;
      const kind = kindOf(request);
      const isStuck = kind !== undefined && stuck.has(kind);
      const account = isStuck ? undefined : this.#choose(request, now);
      if (account !== undefined) {
        waiter.resolve(this.#lend(account, request, now, since));
      } else if (deadline <= now) {
        waiter.reject(this.#refuse(request, now, since));
      } else if (!isStuck && !this.#mayWait(request, now)) {
        waiter.reject(this.#refuse(request, now, since));
      } else {
        if (kind !== undefined) stuck.add(kind);
        waiting.push(waiter);
      }
    }
    this.#queue.unshift(...waiting);
    this.#schedule(now);
  }

  #mayWait(request: LeaseRequest, now: number): boolean {
    if (this.#maxQueueMs <= 0) return false;
    const limit = now + this.#maxQueueMs;
    const { model, route, exclude } = request;
    for (const account of this.#order) {
      if (exclude?.has(account.id)) continue;
      if (!account.isEligible(model, route, limit)) continue;
      if (account.isReserved(limit)) continue;
      if (account.mayOpenBy(limit, route)) return true;
    }
    return false;
  }

  /** Wakes the pool when the next call may go, or gives up. */
  #schedule(now: number): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    if (this.#queue.length === 0 || this.#isClosed) return;
    let next = Infinity;
    const routes = new Set<string>();
    for (const { deadline, request } of this.#queue) {
      next = Math.min(next, deadline);
      routes.add(request.route);
    }
    for (const account of this.#order) {
      if (account.blockedUntil > now) {
        next = Math.min(next, account.blockedUntil);
      }
      for (const route of routes) {
        const opens = account.opensAt(route);
        if (opens > now) next = Math.min(next, opens);
      }
    }
    const ms = Math.max(1, next - now);
    this.#cancelTimer = this.#delay(() => this.#serve(), ms);
  }

  #refuse(request: LeaseRequest, now: number, since: number): Error {
    const scan = this.#scan;
    // Other calls may have been looked at since this one was.
    this.#choose(request, now);
    scan.rule = "none";
    const found = { candidates: this.#order.length, queuedMs: now - since };
    const choice = scan.record(found, now);
    return refusal(this.#order, request, { choice, now });
  }
}

function viewOf(account: PoolAccount, now: number): AccountView {
  const { id, profile } = account;
  return {
    id,
    username: profile.username,
    tier: profile.tier,
    state: account.state(now),
    planMarks: account.planMarks(now),
    inFlight: account.inFlight,
    credit: account.creditView(now),
    weight: account.weight,
  };
}
