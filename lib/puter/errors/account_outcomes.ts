import type { AccountAction } from "./failure.ts";
import type { Answer, Outcome } from "./outcome.ts";

const NO_ACCOUNT: Answer = {
  status: 503,
  code: "service_unavailable",
  message: "No connected Puter account can serve this request",
  shouldRetry: false,
};

const NOT_IN_PLAN: Answer = {
  status: 403,
  type: "permission_error",
  code: "insufficient_permissions",
  message:
    "No connected Puter account has a plan that includes the model `{model}`",
};

/** An account that cannot be used until its owner acts. */
function disabled(word: string, reason: string): Outcome {
  return {
    blame: "account",
    action: { type: "disable", reason: word },
    otherAccount: true,
    retry: "never",
    answer: NO_ACCOUNT,
    reason,
  };
}

/** A limit or refusal that another account may not have. */
function limited(
  options: {
    blame?: "account" | "plan";
    action: AccountAction;
    answer: Answer;
    reason: string;
  },
): Outcome {
  return { blame: "account", otherAccount: true, retry: "never", ...options };
}

/** Failures that are about an account, its token or its plan. */
export const ACCOUNT_OUTCOMES = {
  token_rejected: disabled(
    "token_rejected",
    "Puter rejects the token: wrong signature, expired, or account deleted",
  ),
  token_v1: disabled(
    "token_v1",
    "The token has a format Puter has retired: connect the account again",
  ),
  session_revoked: disabled(
    "session_revoked",
    "The token was revoked or logged out: connect the account again",
  ),
  session_expired: disabled(
    "session_expired",
    "The token has expired: connect the account again",
  ),
  reauth_required: disabled(
    "reauth_required",
    "Puter asks for a new login: connect the account again",
  ),
  suspended: disabled("suspended", "Puter has suspended the account"),
  email_pending: disabled(
    "email_confirmation_required",
    "The account must confirm its e-mail address",
  ),
  phone_pending: disabled(
    "phone_verification_required",
    "The account must verify its phone number",
  ),
  card_pending: disabled(
    "card_verification_required",
    "The account must verify its card",
  ),
  app_blocked: disabled(
    "app_blocked",
    "Puter has blocked the app behind the token: use a full-access API token",
  ),
  scoped_token: disabled(
    "scoped_token",
    "The token is a scoped access token: use a full-access API token",
  ),
  wrong_token_kind: limited({
    action: { type: "wrong_kind" },
    answer: NO_ACCOUNT,
    reason:
      "Puter refuses browser-session tokens here: use a full-access API token",
  }),
  token_refused: limited({
    action: { type: "cool", ms: 60_000 },
    answer: { ...NO_ACCOUNT, shouldRetry: undefined, retryAfter: 30 },
    reason: "Puter refused the account for a reason unknown to the gateway",
  }),
  interface_denied: limited({
    blame: "plan",
    action: { type: "mark_plan", scope: "interface" },
    answer: {
      ...NOT_IN_PLAN,
      message: "No connected Puter account may use this kind of request",
    },
    reason: "The account has no permission for this interface",
  }),
  model_for_subscribers: limited({
    blame: "plan",
    action: { type: "mark_plan", scope: "model" },
    answer: NOT_IN_PLAN,
    reason: "The model is for subscribers only",
  }),
  plan_required: limited({
    blame: "plan",
    action: { type: "mark_plan", scope: "interface" },
    answer: NOT_IN_PLAN,
    reason: "The interface needs a paid plan",
  }),
  insufficient_funds: limited({
    action: { type: "check_credit" },
    answer: {
      status: 429,
      type: "insufficient_quota",
      code: "insufficient_quota",
      message: "No connected Puter account has enough credit for this request",
      shouldRetry: false,
    },
    reason: "The credit is used up, or held by calls that are still running",
  }),
  concurrency_limit: limited({
    action: { type: "wait_for_own_call" },
    answer: {
      status: 429,
      type: "rate_limit_error",
      code: "rate_limit_exceeded",
      message: "Too many requests at once, please try again in 2s",
      retryAfter: 2,
    },
    reason: "The account has as many calls running as Puter allows",
  }),
  rate_limit: limited({
    action: { type: "cool", ms: 10_000 },
    answer: {
      status: 429,
      type: "rate_limit_error",
      code: "rate_limit_exceeded",
      message: "Rate limit reached, please try again in 10s",
      retryAfter: 10,
    },
    reason: "The account has made as many calls as Puter allows",
  }),
} satisfies Record<string, Outcome>;
