import type { AccountState, PlanMark } from "./account_state.ts";
import type { CreditView } from "./credit.ts";
import type { CallLimits } from "./limits.ts";
import type { PuterFailure } from "../puter/errors/failure.ts";
import type { ChoiceRecord } from "../store/requests/record.ts";

/** Where a waiting call is called off, such as the scope of its client. */
export interface WaitScope {
  add(wait: { cancel(): void }): void;
  remove(wait: { cancel(): void }): void;
}

/** Which call a lease is wanted for. */
export interface LeaseRequest {
  /** Puter interface and method, such as `puter-chat-completion:complete`. */
  route: string;
  model: string;
  /** Accounts this request has already tried. */
  exclude?: ReadonlySet<string>;
  /** Same for the calls of one conversation. */
  affinity?: string;
  /** Ends the wait for a place at once when it is cancelled. */
  scope?: WaitScope;
}

/** The right to run one call on one account; given back exactly once. */
export interface Lease {
  readonly accountId: string;
  readonly token: string;
  /** How the account was chosen. */
  readonly choice: ChoiceRecord;
  /** Gives the place back; later calls do nothing. */
  release(): void;
  /** Applies what a failed call says about its account, before `release`. */
  blame(failure: PuterFailure): void;
  /** Clears what a successful call disproves. */
  praise(): void;
}

/** Thrown to a call whose wait for a place was called off. Nobody sees it. */
export class WaitCancelled extends Error {
  override name = "WaitCancelled";

  constructor() {
    super("The wait for an account was called off");
  }
}

/** What an account does on one interface and method. */
export interface WindowView {
  /** Puter interface and method, such as `puter-chat-completion:complete`. */
  route: string;
  inFlight: number;
  /** Calls that may run at once now. */
  atOnce: number;
  /** Calls that began within the last 10 s. */
  used: number;
  /** Calls that may begin within 10 s. */
  perWindow: number;
}

/** An account as the owner sees it; no token. */
export interface AccountView {
  id: string;
  username: string;
  tier: string;
  state: AccountState;
  /** What its plan is known to lack. */
  planMarks: PlanMark[];
  /** Calls running now, on this instance. */
  inFlight: number;
  /** What its tier grants for each interface and method. */
  limits: CallLimits;
  /** The interfaces it was called on since this instance started. */
  windows: WindowView[];
  /** Null before Puter was asked. */
  credit: CreditView | null;
  /** Share of the calls under the strategy `weighted`. */
  weight: number;
  /** When a call began here last, Unix ms; null before the first. */
  usedAt: number | null;
}
