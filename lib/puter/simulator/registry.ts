import {
  type AccountOptions,
  makeAccount,
  type SimAccount,
  type SimToken,
} from "./account.ts";
import { makeFakeToken, type SimTokenKind } from "./tokens.ts";

/** A new account, and a token of each kind for it. */
export interface NewAccount {
  accountId: string;
  /** Its full-access token. */
  token: string;
  tokens: Record<SimTokenKind, string>;
}

/** The accounts of the simulated Puter and the tokens it handed out. */
export class Registry {
  readonly #now: () => number;
  readonly #accounts = new Map<string, SimAccount>();
  readonly #tokens = new Map<string, SimToken>();

  constructor(now: () => number) {
    this.#now = now;
  }

  addAccount(options: AccountOptions = {}): NewAccount {
    const account = makeAccount(options, this.#now);
    const { accountId } = account;
    this.#accounts.set(accountId, account);
    const tokens = {
      full_access: this.issue(account, { kind: "full_access" }),
      session: this.issue(account, { kind: "session" }),
      app: this.issue(account, { kind: "app" }),
      scoped: this.issue(account, { kind: "scoped" }),
      worker: this.issue(account, { kind: "worker" }),
      retired: this.issue(account, { kind: "retired" }),
    };
    return { accountId, token: tokens.full_access, tokens };
  }

  /** Hands out one more token; `expiresAt` is milliseconds since 1970. */
  issue(
    account: SimAccount,
    { kind, expiresAt }: { kind: SimTokenKind; expiresAt?: number },
  ): string {
    const token = makeFakeToken({
      kind,
      expiresAt,
      accountId: account.accountId,
      appId: account.appId.replace("app-", ""),
      issuedAt: this.#now(),
    });
    this.#tokens.set(token, {
      token,
      kind,
      account,
      expiresAt,
      revoked: false,
    });
    return token;
  }

  account(accountId: string): SimAccount | undefined {
    return this.#accounts.get(accountId);
  }

  token(text: string): SimToken | undefined {
    return this.#tokens.get(text);
  }

  /** The account is gone, and every token of it with it. */
  removeAccount(accountId: string): void {
    this.#accounts.delete(accountId);
    for (const [text, { account }] of this.#tokens) {
      if (account.accountId === accountId) this.#tokens.delete(text);
    }
  }

  /** Revokes every token, or those that are chosen. */
  revoke(chosen: (token: SimToken) => boolean = () => true): void {
    for (const token of this.#tokens.values()) {
      if (chosen(token)) token.revoked = true;
    }
  }
}
