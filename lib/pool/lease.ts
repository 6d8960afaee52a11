import type { PuterFailure } from "../puter/failure.ts";
import type { AccountState } from "./account_state.ts";

/** Which call a lease is wanted for. */
export interface LeaseRequest {
  /** Puter interface and method, such as `puter-chat-completion:complete`. */
  route: string;
  model: string;
  /** Accounts this request has already tried. */
  exclude?: ReadonlySet<string>;
}

/** The right to run one call on one account; given back exactly once. */
export interface Lease {
  readonly accountId: string;
  readonly token: string;
  /** Gives the place back; later calls do nothing. */
  release(): void;
  /** Applies what a failed call says about its account, before `release`. */
  blame(failure: PuterFailure): void;
  /** Clears what a successful call disproves. */
  praise(): void;
}

/** An account as the owner sees it; no token. */
export interface AccountView {
  id: string;
  username: string;
  tier: string;
  state: AccountState;
  inFlight: number;
}
