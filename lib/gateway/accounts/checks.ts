import type { AccountInfo } from "./record.ts";
import type { Accounts } from "./accounts.ts";

/** How an `AccountChecks` paces itself. */
export interface AccountChecksOptions {
  accounts: Accounts;
  /** First pause; it doubles with each round, as accounts may wait for days. */
  pauseMs?: number;
  /** Told why a round failed. */
  onError?: (cause: unknown) => void;
}

const MAX_PAUSE_MS = 60 * 60 * 1000;

/**
 * Asks Puter now and then about accounts that were stored unchecked, that wait
 * for their owner to pass a check, or whose refusal may have an end, until none
 * is left.
 */
export class AccountChecks {
  readonly #accounts: Accounts;
  readonly #firstPauseMs: number;
  readonly #onError: (cause: unknown) => void;
  #pauseMs = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  constructor(options: AccountChecksOptions) {
    this.#accounts = options.accounts;
    this.#firstPauseMs = options.pauseMs ?? 30_000;
    this.#onError = options.onError ?? (() => {});
  }

  /** Begins anew with the first pause; to be called when accounts change. */
  start(): void {
    this.#pauseMs = this.#firstPauseMs;
    this.#schedule();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  /** Asks once about each account that waits; says how many still do. */
  async run(): Promise<number> {
    const waiting = (await this.#accounts.list()).filter(isWaiting);
    let left = 0;
    for (const { id } of waiting) {
      if (await this.#isStillWaiting(id)) left++;
    }
    return left;
  }

  async #isStillWaiting(id: string): Promise<boolean> {
    try {
      const account = await this.#accounts.recheck(id);
      return account !== null && isWaiting(account);
    } catch (cause) {
      this.#onError(cause);
      return true;
    }
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    if (this.#isClosed) return;
    this.#timer = setTimeout(() => this.#round(), this.#pauseMs);
  }

  async #round(): Promise<void> {
    let left = 1;
    try {
      left = await this.run();
    } catch (cause) {
      this.#onError(cause);
    }
    this.#pauseMs = Math.min(this.#pauseMs * 2, MAX_PAUSE_MS);
    if (left > 0) this.#schedule();
  }
}

/** Problems that only another token can end. */
const FINAL: ReadonlySet<string> = new Set([
  "token_v1",
  "session_revoked",
  "session_expired",
  "scoped_token",
  "wrong_account",
]);

function isWaiting(account: AccountInfo): boolean {
  if (account.problem !== null) return !FINAL.has(account.problem);
  return account.checkedAt === null || account.pending !== null;
}
