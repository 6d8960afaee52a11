import type { PuterFailure } from "../puter/failure.ts";
import type { ChoiceRecord } from "../store/request_record.ts";
import type { Lease, LeaseRequest } from "./lease.ts";
import type { PoolAccount } from "./pool_account.ts";

/** What a lease tells the pool. */
export interface LeaseHolder {
  /** The lease was given back; `wasRefused` when Puter refused its call. */
  released(lease: PoolLease, wasRefused: boolean): void;
  blamed(lease: PoolLease, failure: PuterFailure): void;
  praised(lease: PoolLease): void;
}

/** A lease of the pool; see `Lease`. */
export class PoolLease implements Lease {
  readonly #holder: LeaseHolder;
  readonly #token: string;
  #isHeld = true;
  #wasRefused = false;

  constructor(
    holder: LeaseHolder,
    readonly account: PoolAccount,
    readonly request: LeaseRequest,
    /** Unix ms. */
    readonly begun: number,
    readonly choice: ChoiceRecord,
  ) {
    this.#holder = holder;
    this.#token = account.profile.token;
  }

  get accountId(): string {
    return this.account.id;
  }

  get token(): string {
    return this.#token;
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
