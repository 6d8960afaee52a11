import { ApiError, type ApiErrorOptions } from "../http/errors.ts";
import type { ChoiceRecord } from "../store/requests/record.ts";
import { WINDOW_MS } from "./limits.ts";
import type { LeaseRequest } from "./lease.ts";
import type { PoolAccount } from "./pool_account.ts";

/** Longest `retry-after` worth saying, in seconds; clients ignore more. */
const MAX_RETRY_SECONDS = 60;

/** The honest answer when no account can take a call, and why none could. */
export class PoolRefusal extends ApiError {
  override name = "PoolRefusal";
  readonly choice: ChoiceRecord;

  constructor(
    { message, ...options }: ApiErrorOptions & { message: string },
    choice: ChoiceRecord,
  ) {
    super(message, options);
    this.choice = choice;
  }
}

/** Why no account can take a call now. */
export function refusal(
  accounts: readonly PoolAccount[],
  request: LeaseRequest,
  { choice, now }: { choice: ChoiceRecord; now: number },
): PoolRefusal {
  return new PoolRefusal(reasonOf(accounts, request, now), choice);
}

/** 503: nobody has connected an account yet. */
export function noAccount(): ApiError {
  const { message, ...options } = NO_ACCOUNT;
  return new ApiError(message, options);
}

type Reason = ApiErrorOptions & { message: string };

const NO_ACCOUNT: Reason = {
  message: "No Puter account is connected: the owner connects one with " +
    "POST /api/accounts or the variable PUTER_AUTH_TOKENS; until then the " +
    "models named simulator/… can be tried",
  status: 503,
  code: "no_account_connected",
  blame: "gateway",
  shouldRetry: false,
};

function reasonOf(
  accounts: readonly PoolAccount[],
  request: LeaseRequest,
  now: number,
): Reason {
  if (accounts.length === 0) return NO_ACCOUNT;
  const { model, route } = request;
  const able = accounts.filter((one) => one.planOpensAt(model, route) <= now);
  if (able.length === 0) return planLacks(model);
  const usable = able.filter((account) => account.blockedUntil <= now);
  if (usable.length > 0) {
    const rich = usable.filter((account) => !account.credit.isReserved(now));
    return rich.length === 0 ? reserved() : full(rich, route, now);
  }
  const states = able.map((account) => account.state(now));
  const ends = states.flatMap((state) =>
    state.status === "cooling" ? [state.until] : []
  );
  if (ends.length > 0) return cooling(Math.min(...ends) - now);
  if (states.some(({ status }) => status === "exhausted")) return exhausted();
  return disabled(states.every(({ status }) => status === "paused"));
}

function full(
  accounts: readonly PoolAccount[],
  route: string,
  now: number,
): Reason {
  const waits = accounts.map((account) => account.opensAt(route) - now);
  const wait = Math.min(Math.max(1000, Math.min(...waits)), WINDOW_MS);
  const retryAfter = Math.ceil(wait / 1000);
  return {
    message: `All accounts are at Puter's limits: try again in ${retryAfter}s`,
    status: 429,
    type: "rate_limit_error",
    code: "rate_limit_exceeded",
    blame: "gateway",
    retryAfter,
  };
}

function cooling(waitMs: number): Reason {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  const retryAfter = Math.min(MAX_RETRY_SECONDS, seconds);
  return {
    message:
      `All accounts are resting after a refusal: try again in ${retryAfter}s`,
    status: 429,
    type: "rate_limit_error",
    code: "rate_limit_exceeded",
    blame: "account",
    retryAfter,
  };
}

function planLacks(model: string): Reason {
  return {
    message: `No connected account has a plan that includes the model ${model}`,
    status: 403,
    type: "permission_error",
    code: "access_denied",
    blame: "plan",
  };
}

function exhausted(): Reason {
  return {
    message: "The credit of all connected accounts is used up for this month",
    ...NO_CREDIT,
  };
}

function reserved(): Reason {
  return {
    message:
      "What is left of the accounts' credit is held in reserve by the owner",
    ...NO_CREDIT,
  };
}

const NO_CREDIT = {
  status: 429,
  type: "insufficient_quota",
  code: "insufficient_quota",
  blame: "account",
  shouldRetry: false,
} as const;

function disabled(arePaused: boolean): Reason {
  return {
    message: arePaused
      ? "The owner has paused all connected accounts"
      : "No connected account can serve calls: each waits for its owner to act",
    status: 503,
    code: "service_unavailable",
    blame: "account",
    shouldRetry: false,
  };
}
