import { lost, refused, type Row, said } from "./rows.ts";

const SESSION_TOKEN_TEXT =
  "This API cannot be called with an account session token.";

/** Answers of Puter that are about the account, its token or its plan. */
export const ACCOUNT_ROWS: Row[] = [
  [
    "no token",
    401,
    said("token_missing", "Missing authentication token"),
    {
      code: "token_missing",
      blame: "gateway",
      action: "none",
      other: false,
      retry: "never",
      answer: [500, "internal_error"],
    },
  ],
  [
    "a wrong signature",
    401,
    said("token_auth_failed", "Authentication failed"),
    lost("token_rejected"),
  ],
  [
    "a retired token",
    401,
    said("reauth_required", "Re-authentication required", {
      reason: "token_v1",
    }),
    lost("token_v1"),
  ],
  [
    "a revoked token",
    401,
    said("reauth_required", "Re-authentication required", {
      reason: "session_revoked",
    }),
    lost("session_revoked"),
  ],
  [
    "an expired token",
    401,
    said("reauth_required", "Re-authentication required", {
      reason: "session_expired",
    }),
    lost("session_expired"),
  ],
  [
    "an unknown reason for a new login",
    401,
    said("reauth_required", "Re-authentication required", { reason: "moon" }),
    lost("reauth_required"),
  ],
  [
    "a suspended account",
    403,
    said("forbidden", "Account suspended"),
    lost("suspended"),
  ],
  [
    "a pending e-mail",
    403,
    said("email_confirmation_required", "Please confirm your email"),
    lost("email_pending"),
  ],
  [
    "a pending e-mail, older word",
    403,
    said("email_must_be_confirmed", "Please confirm your email"),
    lost("email_pending"),
  ],
  [
    "a pending phone check",
    403,
    said("phone_verification_required", "Please verify your phone number"),
    lost("phone_pending"),
  ],
  [
    "a pending card check",
    403,
    said("card_verification_required", "Please verify your card"),
    lost("card_pending"),
  ],
  ["a blocked app", 403, said("app_blocked", "Blocked"), lost("app_blocked")],
  [
    "a scoped token",
    403,
    said(
      "forbidden",
      "Access tokens are not allowed to access this resource",
    ),
    lost("scoped_token"),
  ],
  [
    "a session token where none is accepted",
    403,
    said("app_or_api_token_required", SESSION_TOKEN_TEXT),
    { ...lost("wrong_token_kind"), action: "wrong_kind" },
  ],
  [
    "an endpoint for sessions",
    403,
    said("forbidden", "This endpoint is only available to user sessions"),
    {
      code: "session_only",
      blame: "gateway",
      action: "none",
      other: false,
      retry: "never",
      answer: [500, "internal_error"],
    },
  ],
  [
    "a missing permission",
    403,
    said("forbidden", "Permission denied for puter-tts:synthesize"),
    {
      code: "interface_denied",
      blame: "plan",
      action: "mark_plan",
      other: true,
      retry: "never",
      answer: [403, "insufficient_permissions"],
    },
  ],
  [
    "a policy veto",
    403,
    said("forbidden", "Denied"),
    refused("policy_veto", 400, "content_policy_violation"),
  ],
  [
    "a model for subscribers",
    403,
    said("permission_denied", "Subscribers only"),
    {
      code: "model_for_subscribers",
      blame: "plan",
      action: "mark_plan",
      other: true,
      retry: "never",
      answer: [403, "insufficient_permissions"],
    },
  ],
  [
    "a method for paid plans",
    402,
    said("subscription_required", "Subscribe", { subscription: "free" }),
    {
      code: "plan_required",
      blame: "plan",
      action: "mark_plan",
      other: true,
      retry: "never",
      answer: [403, "insufficient_permissions"],
    },
  ],
  [
    "used-up credit",
    402,
    said("insufficient_funds", "No usage left for request."),
    {
      code: "insufficient_funds",
      blame: "account",
      action: "check_credit",
      other: true,
      retry: "never",
      answer: [429, "insufficient_quota"],
    },
  ],
  [
    "too many calls",
    429,
    said("too_many_requests", "Too many requests."),
    {
      code: "rate_limit",
      blame: "account",
      action: "cool",
      other: true,
      retry: "never",
      answer: [429, "rate_limit_exceeded"],
    },
  ],
  [
    "too many calls at once",
    429,
    said("too_many_requests", "Too many concurrent requests."),
    {
      code: "concurrency_limit",
      blame: "account",
      action: "wait_for_own_call",
      other: true,
      retry: "never",
      answer: [429, "rate_limit_exceeded"],
    },
  ],
];
