import type { Place } from "../http/linked_list.ts";
import type { PuterFailure } from "../puter/errors/failure.ts";
import type { ChoiceRecord } from "../store/requests/record.ts";
import type { Lease, LeaseRequest } from "./lease.ts";
import type { PoolAccount } from "./pool_account.ts";

/** What a lease tells the pool. */
export interface LeaseHolder {
  /** The lease was given back; `wasRefused` when Puter refused its call. */
  released(lease: PoolLease, wasRefused: boolean): void;
  blamed(lease: PoolLease, failure: PuterFailure): void;
  praised(lease: PoolLease): void;
}

/** What a lease is about. */
export interface LeaseParts {
  account: PoolAccount;
  request: LeaseRequest;
  /** Unix ms. */
  begun: number;
  choice: ChoiceRecord;
}

/** A lease of the pool; see `Lease`. */
export class PoolLease implements Lease {
  /** Where it stands among the leases of its pool. */
  place: Place<PoolLease> | undefined;
  readonly account: PoolAccount;
  readonly request: LeaseRequest;
  readonly begun: number;
  readonly choice: ChoiceRecord;
  readonly accountId: string;
  readonly token: string;
  readonly #holder: LeaseHolder;
  #isHeld = true;
  #wasRefused = false;

  constructor(holder: LeaseHolder, parts: LeaseParts) {
    this.#holder = holder;
    this.account = parts.account;
    this.request = parts.request;
    this.begun = parts.begun;
    this.choice = parts.choice;
    this.accountId = parts.account.id;
    this.token = parts.account.profile.token;
  }

  /** False once it was given back, or taken back. */
  get isHeld(): boolean {
    return this.#isHeld;
  }

  release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#holder.released(this, this.#wasRefused);
  }

  blame(failure: PuterFailure): void {
    if (failure.action.type !== "none") this.#wasRefused = true;
    this.#holder.blamed(this, failure);
  }

  praise(): void {
    this.#holder.praised(this);
  }
}
