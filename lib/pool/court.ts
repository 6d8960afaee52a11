import type { PuterFailure } from "../puter/errors/failure.ts";
import { nextMonth } from "./account_state.ts";
import { type CreditReading, isSpent } from "./credit.ts";
import type { Health } from "./health.ts";
import { type Incident, IncidentWatch, TOGETHER_MS } from "./incidents.ts";
import { judge, type JudgedCall } from "./judgement.ts";
import type { AccountProfile, PoolAccount } from "./pool_account.ts";
import type { Roster } from "./roster.ts";
import type { HealthEvent } from "./transitions.ts";

/** What a `Court` works with. */
export interface CourtOptions {
  roster: Roster;
  /** Unix ms. */
  now: () => number;
  /** Called when an account may have become usable. */
  onFreed: () => void;
  /** Told what others should know of an account, as often as it changes here. */
  onHealth?: ((accountId: string, health: Health) => void) | undefined;
  /** Told of a fault that is nobody's here, when it begins. */
  onIncident?: ((incident: Incident) => void) | undefined;
  /** Asks Puter what an account has left. */
  readCredit?:
    | ((account: AccountProfile) => Promise<CreditReading>)
    | undefined;
}

/** An account counts as in use for this many ms after its last call. */
const IN_USE_MS = 15_000;

/** Ms for which an answer about credit serves for further refusals. */
const CREDIT_FRESH_MS = 2000;

/**
 * Decides what failures say about accounts. When several accounts fail alike,
 * it is not about them: then nothing is concluded until that has ended.
 */
export class Court {
  readonly #options: CourtOptions;
  readonly #now: () => number;
  readonly #incidents = new IncidentWatch();
  /** Accounts whose credit is being asked for. */
  readonly #asking = new Set<string>();

  constructor(options: CourtOptions) {
    this.#options = options;
    this.#now = options.now;
  }

  /** Faults that run now and are put down to no account. */
  incidents(): Incident[] {
    return this.#incidents.open(this.#now());
  }

  /** Applies what a failed call says about its account. */
  judge(
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
        return this.#askCredit(account, failure.code, call.model);
      case "event":
        if (!verdict.isGuessed) return this.apply(account, verdict.event);
        return this.#conclude(account, verdict.event, failure.code);
    }
  }

  /** Applies an event to an account and tells of it. */
  apply(account: PoolAccount, event: HealthEvent): void {
    if (account.apply(event, this.#now())) this.#tell(account);
  }

  /** A call was served; clears what that disproves. */
  served(
    account: PoolAccount,
    call: { begun: number; model: string; route: string; isFree?: boolean },
  ): void {
    if (account.served(call, this.#now())) this.#tell(account);
  }

  /** Takes over incidents that other instances noticed. */
  learn(incidents: readonly Incident[]): void {
    const now = this.#now();
    for (const incident of incidents) {
      if (this.#incidents.learn(incident, now)) this.#acquit(incident);
    }
  }

  /** Takes over what was read of an account's credit, here or elsewhere. */
  readCredit(account: PoolAccount, reading: CreditReading): void {
    if (!account.credit.read(reading)) return;
    this.#weigh(account, reading, "insufficient_funds");
    this.#options.onFreed();
  }

  /** Applies a guess, unless it is about more than this account. */
  #conclude(account: PoolAccount, event: HealthEvent, code: string): void {
    const now = this.#now();
    const word = "code" in event ? event.code : code;
    this.#suspect(account, word, now);
    if (!this.#incidents.isOpen(word, now)) this.apply(account, event);
  }

  /** Notes a fault that may turn out to be nobody's here. */
  #suspect(account: PoolAccount, code: string, at: number): void {
    let inUse = 0;
    for (const { usedAt } of this.#options.roster.all) {
      if (usedAt > at - IN_USE_MS) inUse++;
    }
    const incident = this.#incidents.note(code, account.id, { at, inUse });
    if (incident === null) return;
    this.#acquit(incident);
    this.#options.onIncident?.(incident);
  }

  /**
   * Takes back the states that were guessed from an incident. Another instance
   * may have seen its first fault before the one that noticed it.
   */
  #acquit({ code, since }: Incident): void {
    const from = since - TOGETHER_MS;
    for (const account of this.#options.roster.all) {
      this.apply(account, { type: "acquitted", code, from });
    }
  }

  /** Asks what an account has left, once at a time. */
  #askCredit(account: PoolAccount, code: string, model: string): void {
    const { readCredit } = this.#options;
    const { id } = account;
    if (readCredit === undefined || this.#asking.has(id)) return;
    const known = account.credit.reading;
    if (known !== undefined && this.#now() - known.at < CREDIT_FRESH_MS) {
      return this.#explain(account, known, { code, model });
    }
    this.#asking.add(id);
    readCredit(account.profile)
      .then((reading) => {
        account.credit.read(reading);
        this.#explain(account, reading, { code, model });
      })
      .catch(() => {
        // What an account has left is unknown when Puter does not answer; an
        // account is never punished on a guess.
      })
      .finally(() => this.#asking.delete(id));
  }

  /** A call that credit would have paid is too dear for what is not held. */
  #explain(
    account: PoolAccount,
    reading: CreditReading,
    { code, model }: { code: string; model: string },
  ): void {
    this.#weigh(account, reading, code);
    if (!isSpent(reading)) account.markTooDear(model, this.#now());
  }

  #weigh(account: PoolAccount, reading: CreditReading, code: string): void {
    const { at } = reading;
    if (!isSpent(reading)) {
      return this.apply(account, { type: "credit_seen", at });
    }
    const { mark } = account.health.exhausted;
    if (mark !== null && mark.until > at) return;
    const until = nextMonth(at);
    this.apply(account, { type: "credit_gone", at, until, code });
  }

  #tell(account: PoolAccount): void {
    if (account.isRemoved) return;
    this.#options.onHealth?.(account.id, account.health);
    this.#options.onFreed();
  }
}
