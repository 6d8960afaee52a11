import type { SimAccount, SimToken } from "./account.ts";
import type { Registry } from "./registry.ts";
import { SimError } from "./reply.ts";
import { hasCurrentFormat } from "./tokens.ts";

/** Who calls: an account, through one of its tokens. */
export interface Caller {
  account: SimAccount;
  token: SimToken;
  /** The app that makes the call, when the token is an app's. */
  app?: string;
}

/** Puter lets a token live this long after its end, as a dead session. */
const GRACE_MS = 30_000;

/**
 * Finds out who calls. Suspended accounts are refused here already.
 *
 * @throws {SimError} 401 or 403
 */
export function authenticate(
  text: string | undefined,
  { registry, now }: { registry: Registry; now: number },
): Caller {
  if (text === undefined) {
    throw new SimError("Missing authentication token", {
      status: 401,
      code: "token_missing",
    });
  }
  if (!hasCurrentFormat(text)) throw reauth("token_v1");
  const token = registry.token(text);
  if (token === undefined) throw authenticationFailed();
  const { account, expiresAt = Infinity } = token;
  if (now > expiresAt + GRACE_MS) throw authenticationFailed();
  if (now > expiresAt) throw reauth("session_expired", account);
  if (token.revoked) throw reauth("session_revoked", account);
  if (account.suspended) throw forbidden("Account suspended");
  return {
    account,
    token,
    app: token.kind === "app" ? account.appId : undefined,
  };
}

const PENDING = {
  email: {
    message: "Please confirm your email to continue",
    code: "email_confirmation_required",
  },
  phone: {
    message: "Please verify your phone number to continue",
    code: "phone_verification_required",
  },
  card: {
    message: "Please verify your card to continue",
    code: "card_verification_required",
  },
} as const;

/** @throws {SimError} 403 while a check of the account is pending */
export function requireVerified({ account }: Caller): void {
  if (account.pending === null) return;
  const { message, code } = PENDING[account.pending];
  throw new SimError(message, { status: 403, code });
}

/** @throws {SimError} 403 for a scoped access token */
export function requireUnscoped({ token }: Caller): void {
  if (token.kind !== "scoped") return;
  throw forbidden("Access tokens are not allowed to access this resource");
}

function reauth(reason: string, account?: SimAccount): SimError {
  const extra = account === undefined ? {} : {
    auth_id: account.accountId,
    reauth_token: `simulated_${crypto.randomUUID()}`,
  };
  return new SimError("Re-authentication required", {
    status: 401,
    code: "reauth_required",
    extra: { reason, ...extra },
  });
}

function authenticationFailed(): SimError {
  return new SimError("Authentication failed", {
    status: 401,
    code: "token_auth_failed",
  });
}

function forbidden(message: string): SimError {
  return new SimError(message, { status: 403, code: "forbidden" });
}
