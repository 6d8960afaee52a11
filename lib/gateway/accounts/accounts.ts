import { fingerprint } from "../../auth/digest.ts";
import type { Vault } from "../../auth/vault.ts";
import { assertStill } from "../../http/differences.ts";
import { ApiError } from "../../http/errors.ts";
import type { AccountProfile } from "../../pool/pool_account.ts";
import { parseToken, type TokenInfo } from "../../puter/tokens.ts";
import type { PuterTransport } from "../../puter/transport.ts";
import {
  type AccountRecord,
  deleteAccount,
  listAccounts,
  putAccount,
  readAccount,
} from "../../store/accounts.ts";
import { listShared } from "../../store/account_states.ts";
import type { Store } from "../../store/kv.ts";
import { profileOf } from "./profile.ts";
import {
  type AccountInfo,
  choicesOf,
  confirm,
  infoOf,
  type OwnerChoices,
  recordOf,
  withChoices,
} from "./record.ts";
import {
  type Connection,
  connectionOf,
  type ConnectionOutcome,
} from "./connection.ts";
import { checkToken, compareKinds, type TokenCheck } from "./token_check.ts";

/** What `Accounts` works with. */
export interface AccountsOptions {
  store: Store;
  vault: Vault;
  transport: PuterTransport;
  /** Unix ms. */
  now?: () => number;
}

/** Attempts to write while others write the same account. */
const MAX_CONFLICTS = 5;

/** Connects, lists and removes the owner's Puter accounts. */
export class Accounts {
  readonly #store: Store;
  readonly #vault: Vault;
  readonly #transport: PuterTransport;
  readonly #now: () => number;

  constructor(options: AccountsOptions) {
    this.#store = options.store;
    this.#vault = options.vault;
    this.#transport = options.transport;
    this.#now = options.now ?? Date.now;
  }

  /**
   * Connects the account of a token, or gives it this token if it is the
   * better one. When Puter cannot be reached the token is stored unchecked.
   *
   * @throws {ApiError} 400 when the token is of no use, 503 when it cannot be
   * sealed or stored
   */
  async connect(text: string): Promise<Connection> {
    const token = parseToken(text);
    this.#assertNotExpired(token);
    const sealedToken = await this.#vault.seal(token.token, token.accountId);
    const check = await checkToken(this.#transport, token.token);
    const confirmed = usable(check, token);
    for (let i = 0; i < MAX_CONFLICTS; i++) {
      const { record: old, version } = await readAccount(
        this.#store,
        token.accountId,
      );
      const choice = await this.#choose(old, token);
      if (choice.outcome === "kept") {
        return connectionOf(choice.old, "kept", choice.reason);
      }
      const parts = { token, sealedToken, confirmed, now: this.#now() };
      const record = recordOf(old, parts);
      if (await putAccount(this.#store, record, version)) {
        return connectionOf(record, choice.outcome, choice.reason);
      }
    }
    throw busy();
  }

  /** True when this very token is stored and can be opened. */
  async has(token: TokenInfo): Promise<boolean> {
    const { record } = await readAccount(this.#store, token.accountId);
    return record?.tokenFingerprint === fingerprint(token.token) &&
      (await this.#open(record)) !== null;
  }

  /**
   * Asks Puter about an account again, as after its owner confirmed an e-mail
   * address. Null when there is no such account.
   *
   * @throws {ApiError} 503 when its token cannot be opened
   */
  async recheck(id: string): Promise<AccountInfo | null> {
    for (let i = 0; i < MAX_CONFLICTS; i++) {
      const { record: old, version } = await readAccount(this.#store, id);
      if (old === null) return null;
      const token = await this.#vault.open(old.sealedToken, id);
      const check = await checkToken(this.#transport, token);
      const record = this.#rechecked(old, check);
      if (record === old) return infoOf(old);
      if (await putAccount(this.#store, record, version)) {
        return infoOf(record);
      }
    }
    throw busy();
  }

  /**
   * Changes what the owner may set; null when there is no such account.
   *
   * @throws {ApiError} 409 when others never stop changing the account, or
   * `changed_since` when it is not as `expected`
   */
  async set(
    id: string,
    choices: OwnerChoices,
    expected: OwnerChoices = {},
  ): Promise<AccountInfo | null> {
    for (let i = 0; i < MAX_CONFLICTS; i++) {
      const { record: old, version } = await readAccount(this.#store, id);
      if (old === null) return null;
      assertStill(choicesOf(old), expected);
      const record = withChoices(old, choices, this.#now());
      if (await putAccount(this.#store, record, version)) return infoOf(record);
    }
    throw busy();
  }

  /** All accounts, in the order of their ids. */
  async list(): Promise<AccountInfo[]> {
    return (await listAccounts(this.#store)).map(infoOf);
  }

  /** One account, or null. */
  async get(id: string): Promise<AccountInfo | null> {
    const { record } = await readAccount(this.#store, id);
    return record === null ? null : infoOf(record);
  }

  /** Forgets an account and its token; false when there is none. */
  remove(id: string): Promise<boolean> {
    return deleteAccount(this.#store, id);
  }

  /**
   * The accounts as the pool needs them, tokens opened. One whose token cannot
   * be opened or was refused is there too, disabled, so that it is seen.
   */
  async profiles(): Promise<AccountProfile[]> {
    const [records, states] = await Promise.all([
      listAccounts(this.#store),
      listShared(this.#store, "account_state"),
    ]);
    return await Promise.all(
      records.map((record) =>
        profileOf(record, {
          stored: states.get(record.id),
          open: () => this.#vault.open(record.sealedToken, record.id),
        })
      ),
    );
  }

  #rechecked(old: AccountRecord, check: TokenCheck): AccountRecord {
    const now = this.#now();
    switch (check.verdict) {
      case "accepted":
        if (check.identity.accountId !== old.id) {
          return withProblem(old, "wrong_account", now);
        }
        return isStillPending(old, check) ? old : confirm(old, check, now);
      case "refused":
        return withProblem(old, check.word, now);
      case "unreachable":
        return old;
    }
  }

  async #choose(
    old: AccountRecord | null,
    token: TokenInfo,
  ): Promise<Choice> {
    if (old === null) return { outcome: "added", reason: "" };
    if (old.tokenFingerprint === fingerprint(token.token)) {
      return { outcome: "confirmed", reason: "" };
    }
    const rank = compareKinds(token.kind, old.tokenKind);
    if (rank > 0) return { outcome: "replaced", reason: "it is a better kind" };
    const isOlder = (token.issuedAt ?? 0) < (old.tokenIssuedAt ?? 0);
    if (rank === 0 && !isOlder) {
      return { outcome: "replaced", reason: "it is newer" };
    }
    if (!await this.#isUseful(old)) {
      return { outcome: "replaced", reason: "the one before was of no use" };
    }
    const reason = rank < 0
      ? "the one given now is a lesser kind"
      : "the one given now is older";
    return { outcome: "kept", reason, old };
  }

  /** False only when it is certain that a stored token cannot serve. */
  async #isUseful(record: AccountRecord): Promise<boolean> {
    const expiresAt = record.tokenExpiresAt ?? Infinity;
    if (record.problem !== null || expiresAt <= this.#now()) return false;
    const token = await this.#open(record);
    if (token === null) return false;
    const check = await checkToken(this.#transport, token);
    return check.verdict !== "refused";
  }

  async #open(record: AccountRecord): Promise<string | null> {
    try {
      return await this.#vault.open(record.sealedToken, record.id);
    } catch {
      return null;
    }
  }

  #assertNotExpired({ expiresAt }: TokenInfo): void {
    if (expiresAt === undefined || expiresAt > this.#now()) return;
    const date = new Date(expiresAt).toISOString().slice(0, 10);
    throw badToken(`This token expired on ${date}: make a new one`);
  }
}

type Choice =
  | { outcome: Exclude<ConnectionOutcome, "kept">; reason: string }
  | { outcome: "kept"; reason: string; old: AccountRecord };

/** The record itself when it says so already: a change wakes all instances. */
function withProblem(
  old: AccountRecord,
  problem: string,
  now: number,
): AccountRecord {
  return old.problem === problem ? old : { ...old, updatedAt: now, problem };
}

/** What Puter confirmed of a token; undefined when it could not be asked. */
function usable(check: TokenCheck, token: TokenInfo) {
  if (check.verdict === "unreachable") return undefined;
  if (check.verdict === "refused") throw badToken(check.reason);
  if (check.identity.accountId === token.accountId) return check;
  throw badToken("This token names another account than Puter does");
}

/** True when an account waits for its owner as it did before. */
function isStillPending(
  old: AccountRecord,
  check: TokenCheck & { verdict: "accepted" },
): boolean {
  return old.checkedAt !== null && old.pending !== null &&
    old.pending === check.identity.pending;
}

function badToken(message: string): ApiError {
  return new ApiError(message, {
    status: 400,
    code: "invalid_value",
    param: "token",
  });
}

function busy(): ApiError {
  return new ApiError("The account is being changed by others: try again", {
    status: 409,
    code: "conflict",
  });
}
