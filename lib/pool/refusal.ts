import { ApiError } from "../http/errors.ts";
import { isUsable } from "./account_state.ts";
import { WINDOW_MS } from "./limits.ts";
import type { PoolAccount } from "./pool_account.ts";

/** Longest `retry-after` worth saying, in seconds; clients ignore more. */
const MAX_RETRY_SECONDS = 60;

/** The honest answer when no account can take a call now. */
export function refusal(
  accounts: readonly PoolAccount[],
  request: {
    route: string;
    model: string;
    exclude?: ReadonlySet<string> | undefined;
  },
  now: number,
): ApiError {
  if (accounts.length === 0) return noAccount();
  const usable = accounts.filter((account) => isUsable(account.state, now));
  if (usable.length > 0) {
    const scopes = [request.model, request.route];
    const able = usable.filter((account) => account.isEligible(now, scopes));
    if (able.length === 0) return planLacks(request.model);
    return full(able, request.route, now);
  }
  const ends = accounts.flatMap((account) =>
    account.state.status === "cooling" ? [account.state.until] : []
  );
  if (ends.length > 0) return cooling(Math.min(...ends) - now);
  if (accounts.some((account) => account.state.status === "exhausted")) {
    return exhausted();
  }
  return disabled();
}

/** 503: nobody has connected an account yet. */
export function noAccount(): ApiError {
  return new ApiError(
    "No Puter account is connected: the owner connects one with " +
      "POST /api/accounts or the variable PUTER_AUTH_TOKENS; until then the " +
      "models named simulator/… can be tried",
    {
      status: 503,
      code: "no_account_connected",
      blame: "gateway",
      shouldRetry: false,
    },
  );
}

function full(
  accounts: readonly PoolAccount[],
  route: string,
  now: number,
): ApiError {
  const waits = accounts.map((account) => account.opensAt(route) - now);
  const wait = Math.min(Math.max(1000, Math.min(...waits)), WINDOW_MS);
  const retryAfter = Math.ceil(wait / 1000);
  return new ApiError(
    `All accounts are at Puter's limits: try again in ${retryAfter}s`,
    {
      status: 429,
      type: "rate_limit_error",
      code: "rate_limit_exceeded",
      blame: "gateway",
      retryAfter,
    },
  );
}

function cooling(waitMs: number): ApiError {
  const retryAfter = Math.min(
    MAX_RETRY_SECONDS,
    Math.max(1, Math.ceil(waitMs / 1000)),
  );
  return new ApiError(
    `All accounts are resting after a refusal: try again in ${retryAfter}s`,
    {
      status: 429,
      type: "rate_limit_error",
      code: "rate_limit_exceeded",
      blame: "account",
      retryAfter,
    },
  );
}

function planLacks(model: string): ApiError {
  return new ApiError(
    `No connected account has a plan that includes the model ${model}`,
    {
      status: 403,
      type: "permission_error",
      code: "access_denied",
      blame: "plan",
    },
  );
}

function exhausted(): ApiError {
  return new ApiError(
    "The credit of all connected accounts is used up for this month",
    {
      status: 429,
      type: "insufficient_quota",
      code: "insufficient_quota",
      blame: "account",
      shouldRetry: false,
    },
  );
}

function disabled(): ApiError {
  return new ApiError(
    "No connected account can serve calls: each waits for its owner to act",
    {
      status: 503,
      code: "service_unavailable",
      blame: "account",
      shouldRetry: false,
    },
  );
}
