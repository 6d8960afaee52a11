import { LinkedList } from "../http/linked_list.ts";
import type { PuterFailure } from "../puter/errors/failure.ts";
import { Chooser } from "./choose.ts";
import { Court } from "./court.ts";
import type { CreditReading } from "./credit.ts";
import type { Health } from "./health.ts";
import type { Incident } from "./incidents.ts";
import type { AccountView, Lease, LeaseRequest } from "./lease.ts";
import type { AccountProfile, PoolAccount } from "./pool_account.ts";
import { type LeaseHolder, PoolLease } from "./pool_lease.ts";
import type { PoolOptions, PoolSettings } from "./pool_options.ts";
import { refusal } from "./refusal.ts";
import { Roster } from "./roster.ts";
import { Scan } from "./scan.ts";
import type { HealthEvent } from "./transitions.ts";
import { realDelay, WaitQueue } from "./wait_queue.ts";

export type { AccountView, Lease, LeaseRequest } from "./lease.ts";
export type { PoolOptions, PoolSettings } from "./pool_options.ts";
export { PoolRefusal } from "./refusal.ts";

/** Vendors give up after about 10 minutes; nothing runs longer than this. */
const LEASE_MS = 20 * 60 * 1000;

/**
 * Lends accounts to calls, inside Puter's published limits, and keeps what is
 * known against each of them. When all are full, calls wait their turn.
 */
export class Pool {
  readonly #roster = new Roster();
  readonly #chooser = new Chooser();
  readonly #scan = new Scan();
  readonly #court: Court;
  readonly #queue: WaitQueue;
  readonly #holder: LeaseHolder;
  readonly #now: () => number;
  readonly #leaseMs: number;
  /** Leases out, the oldest first. */
  readonly #leases = new LinkedList<PoolLease>();
  #maxQueueMs: number;
  #reserve = 0;

  constructor(options: PoolOptions) {
    this.#now = options.now ?? Date.now;
    this.#leaseMs = options.leaseMs ?? LEASE_MS;
    this.#maxQueueMs = options.maxQueueMs;
    this.#queue = new WaitQueue({
      now: this.#now,
      lend: (request, since) => this.#lend(request, since),
      mayServe: (request, by) => this.#mayServe(request, by),
      refuse: (request, since) => this.#refuse(request, since),
      nextOpening: (routes, now) => this.#roster.nextOpening(routes, now),
    }, options.delay ?? realDelay);
    this.#court = new Court({
      roster: this.#roster,
      now: this.#now,
      onFreed: () => this.#queue.serve(),
      onHealth: options.onHealth,
      onIncident: options.onIncident,
      readCredit: options.readCredit,
    });
    this.#holder = {
      released: (lease, wasRefused) => this.#released(lease, wasRefused),
      blamed: (lease, failure) => this.#blamed(lease, failure),
      praised: (lease) => this.#praised(lease),
    };
    this.configure(options);
  }

  /** Number of accounts, usable or not. */
  get size(): number {
    return this.#roster.all.length;
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
      for (const { credit } of this.#roster.all) {
        credit.setReserve(reserveMicroCents, now);
      }
    }
    this.#queue.serve();
  }

  /** Replaces the set of accounts; running calls and windows are kept. */
  setAccounts(profiles: readonly AccountProfile[]): void {
    const now = this.#now();
    this.#roster.replace(profiles, {
      now,
      welcome: ({ credit }) => credit.setReserve(this.#reserve, now),
    });
    this.#queue.serve();
  }

  /** The accounts as they are now. */
  view(): AccountView[] {
    const now = this.#now();
    this.#reclaim(now);
    return this.#roster.all.map((account) => account.view(now));
  }

  /** One account as it is now; undefined when there is none. */
  viewOne(accountId: string): AccountView | undefined {
    const now = this.#now();
    this.#reclaim(now);
    const account = this.#roster.get(accountId);
    return account?.view(now);
  }

  /** Faults that run now and are put down to no account. */
  incidents(): Incident[] {
    return this.#court.incidents();
  }

  /** What is known against an account; undefined when there is none. */
  health(accountId: string): Health | undefined {
    return this.#roster.get(accountId)?.health;
  }

  /** An account as the pool was given it. */
  profile(accountId: string): AccountProfile | undefined {
    return this.#roster.get(accountId)?.profile;
  }

  /**
   * A lease, at once where an account has room, else when its turn comes.
   *
   * @throws {PoolRefusal} 429 or 503 when no account can take the call in time
   */
  acquire(request: LeaseRequest): Lease | Promise<Lease> {
    const now = this.#now();
    this.#reclaim(now);
    if (!this.#queue.isAhead(request)) {
      const lease = this.#lend(request, now);
      if (lease !== undefined) return lease;
    }
    const maxMs = this.#maxQueueMs;
    if (maxMs > 0 && this.#mayServe(request, now + maxMs)) {
      return this.#queue.wait(request, maxMs);
    }
    throw this.#refuse(request, now);
  }

  /** Applies something learnt otherwise than by a call, such as a check. */
  apply(accountId: string, event: HealthEvent): void {
    const account = this.#roster.get(accountId);
    if (account !== undefined) this.#court.apply(account, event);
  }

  /** Applies what a probe says, a call made outside a lease. */
  probeFailed(
    accountId: string,
    failure: PuterFailure,
    { route, begun }: { route: string; begun: number },
  ): void {
    const account = this.#roster.get(accountId);
    if (account === undefined) return;
    const call = { route, begun, model: "", isProbe: true };
    const otherCalls = account.inFlight;
    this.#court.judge(account, failure, { call, otherCalls });
  }

  /** A probe that began at `begun` (Unix ms) was served; it cost nothing. */
  probeServed(accountId: string, begun: number): void {
    const account = this.#roster.get(accountId);
    if (account === undefined) return;
    const call = { begun, model: "", route: "", isFree: true };
    this.#court.served(account, call);
  }

  /** Takes over what other instances know of the accounts. */
  mergeHealth(healths: ReadonlyMap<string, Health>): void {
    const now = this.#now();
    for (const [id, health] of healths) {
      this.#roster.get(id)?.merge(health, now);
    }
    this.#queue.serve();
  }

  /** Takes over the incidents that other instances noticed. */
  mergeIncidents(incidents: readonly Incident[]): void {
    this.#court.learn(incidents);
  }

  /** Takes over what was read of an account's credit, here or elsewhere. */
  readCredit(accountId: string, reading: CreditReading): void {
    const account = this.#roster.get(accountId);
    if (account !== undefined) this.#court.readCredit(account, reading);
  }

  /** Counts what a call has cost an account, in micro-cents. */
  spend(accountId: string, microCents: number): void {
    this.#roster.get(accountId)?.credit.spend(microCents, this.#now());
  }

  /** Ends all waiting; leases that are out may still be given back. */
  close(): void {
    this.#maxQueueMs = 0;
    this.#queue.close();
  }

  #choose(request: LeaseRequest, now: number): PoolAccount | undefined {
    const scan = this.#scan;
    return this.#chooser.choose(this.#roster.all, request, { now, scan });
  }

  #lend(request: LeaseRequest, since: number): Lease | undefined {
    const now = this.#now();
    const account = this.#choose(request, now);
    if (account === undefined) return undefined;
    account.enter(request.route, now);
    const candidates = this.size;
    const found = { candidates, queuedMs: now - since, accountId: account.id };
    const choice = this.#scan.record(found, now);
    const lease = new PoolLease(this.#holder, {
      account,
      request,
      begun: now,
      choice,
    });
    lease.place = this.#leases.add(lease);
    return lease;
  }

  #mayServe({ route, model, exclude }: LeaseRequest, by: number): boolean {
    for (const account of this.#roster.all) {
      if (exclude?.has(account.id)) continue;
      if (!account.isEligible(model, route, by)) continue;
      if (account.credit.isReserved(by)) continue;
      if (account.mayOpenBy(by, route)) return true;
    }
    return false;
  }

  #refuse(request: LeaseRequest, since: number): Error {
    const now = this.#now();
    // Other calls may have been looked at since this one was.
    this.#choose(request, now);
    this.#scan.rule = "none";
    const found = { candidates: this.size, queuedMs: now - since };
    const choice = this.#scan.record(found, now);
    return refusal(this.#roster.all, request, { choice, now });
  }

  /** Takes back leases that nobody will give back any more. */
  #reclaim(now: number): void {
    this.#leases.visit((lease) => {
      if (lease.begun + this.#leaseMs > now) return false;
      lease.release();
    });
  }

  #released(lease: PoolLease, wasRefused: boolean): void {
    if (lease.place !== undefined) this.#leases.remove(lease.place);
    lease.account.leave(lease.request.route, wasRefused);
    this.#queue.serve();
  }

  #blamed(lease: PoolLease, failure: PuterFailure): void {
    const { account, begun, request } = lease;
    if (account.isRemoved) return;
    const { route, model } = request;
    if (failure.action.type === "mark_plan") {
      const scope = failure.action.scope === "model" ? model : route;
      this.#chooser.doubts.note(scope, account.profile.tier, this.#now());
    }
    const call = { route, model, begun };
    const otherCalls = account.inFlight - (lease.isHeld ? 1 : 0);
    this.#court.judge(account, failure, { call, otherCalls });
  }

  #praised({ account, begun, request }: PoolLease): void {
    const { model, route } = request;
    this.#chooser.doubts.disprove(request, account.profile.tier);
    this.#court.served(account, { begun, model, route });
  }
}
