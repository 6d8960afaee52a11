import type { OutcomeName } from "./table.ts";

/** How a failure is recognised; all given conditions must hold. */
export interface Sign {
  /** Values of the body's `code`. */
  codes: readonly string[];
  /** Must occur in the body's message. */
  says?: RegExp;
  /** HTTP status. */
  status?: number;
  outcome: OutcomeName;
}

/** Words of vendors about a prompt that does not fit into the context. */
export const CONTEXT_LENGTH = new RegExp(
  [
    "context[ _]length|context window|context limit",
    "(prompt|input|message|conversation)s? (is |are )?too (long|large)",
    "(prompt|input|context)[^.]{0,60}exceed",
    "exceed[^.]{0,40}(prompt|input|context|model token limit)",
    "maximum (prompt|input) (length|tokens)",
    "range of input length",
    "reduce the length of the (messages|input|prompt)",
  ].join("|"),
  "i",
);

/** Words of vendors about forbidden content. */
export const CONTENT_POLICY = new RegExp(
  [
    "content[ _](management )?polic|usage polic|content[ _]filter",
    "safety (system|policy|filter|reasons)|flagged",
    "content[ _]moderation|data[ _]inspection",
    "(inappropriate|sensitive) (content|information)",
  ].join("|"),
  "i",
);

/** Vendor codes that mean a prompt too long for the model. */
export const CONTEXT_CODES: readonly string[] = [
  "context_length_exceeded",
  "context_window_exceeded",
  "request_too_large_for_model",
];

/** Vendor codes that mean forbidden content. */
export const POLICY_CODES: readonly string[] = [
  "content_filter",
  "content_policy_violation",
  "moderation_blocked",
  "moderation_flagged",
  "data_inspection_failed",
];

/** Signs by Puter's `code`; the first that holds decides. */
export const SIGNS: readonly Sign[] = [
  { codes: ["token_missing"], outcome: "token_missing" },
  { codes: ["token_auth_failed"], outcome: "token_rejected" },
  { codes: ["reauth_required"], outcome: "reauth_required" },
  { codes: ["account_suspended"], outcome: "suspended" },
  { codes: ["forbidden"], says: /account suspended/i, outcome: "suspended" },
  {
    codes: ["forbidden"],
    says: /access tokens are not allowed/i,
    outcome: "scoped_token",
  },
  {
    codes: ["forbidden"],
    says: /permission denied for/i,
    outcome: "interface_denied",
  },
  {
    codes: ["forbidden"],
    says: /available to user sessions/i,
    outcome: "session_only",
  },
  { codes: ["forbidden"], outcome: "policy_veto" },
  {
    codes: ["email_confirmation_required", "email_must_be_confirmed"],
    outcome: "email_pending",
  },
  { codes: ["phone_verification_required"], outcome: "phone_pending" },
  { codes: ["card_verification_required"], outcome: "card_pending" },
  { codes: ["app_blocked"], outcome: "app_blocked" },
  { codes: ["app_or_api_token_required"], outcome: "wrong_token_kind" },
  { codes: ["permission_denied"], outcome: "model_for_subscribers" },
  { codes: ["subscription_required"], outcome: "plan_required" },
  {
    codes: ["insufficient_funds", "usage_limited"],
    outcome: "insufficient_funds",
  },
  {
    codes: ["too_many_requests"],
    says: /concurrent/i,
    outcome: "concurrency_limit",
  },
  { codes: ["too_many_requests"], outcome: "rate_limit" },
  { codes: ["upstream_rate_limited"], outcome: "vendor_rate_limit" },
  { codes: ["upstream_auth_failed"], outcome: "vendor_auth" },
  {
    codes: ["upstream_provider_unavailable"],
    outcome: "vendor_unavailable",
  },
  // ModelArk's refusals of images come under the code of an outage.
  {
    codes: ["upstream_failed"],
    says: CONTENT_POLICY,
    outcome: "content_policy",
  },
  { codes: ["upstream_failed"], outcome: "vendor_failed" },
  {
    codes: ["upstream_bad_request"],
    says:
      /(no|without|not return|not generate|not contain) (an |any )?(image|audio|video)/i,
    outcome: "vendor_no_media",
  },
  {
    codes: ["upstream_bad_request", "error_400_from_delegate"],
    outcome: "vendor_refused",
  },
  { codes: ["unknown_error"], outcome: "vendor_no_media" },
  {
    codes: ["bad_request"],
    says: /model not found/i,
    outcome: "model_not_found",
  },
  { codes: ["model_not_found"], outcome: "model_not_found" },
  { codes: ["disallowed_value"], outcome: "content_policy" },
  { codes: ["storage_limit_reached"], outcome: "too_large" },
  { codes: ["client_bad_request"], status: 413, outcome: "too_large" },
  {
    codes: [
      "bad_request",
      "field_required",
      "field_missing",
      "field_invalid",
      "invalid_engine",
      "client_bad_json",
      "client_bad_url",
      "client_bad_request",
    ],
    outcome: "bad_request",
  },
  { codes: ["not_found"], outcome: "not_found" },
  { codes: ["db_unavailable"], outcome: "overloaded" },
  { codes: ["internal_error"], outcome: "upstream_fault" },
];

/** Why a token must be renewed, by the body's `reason`. */
export const REAUTH_REASONS: Readonly<Record<string, OutcomeName>> = {
  token_v1: "token_v1",
  session_revoked: "session_revoked",
  session_expired: "session_expired",
};

/** Outcome of a JSON error whose code is unknown, by HTTP status. */
export const BY_STATUS: Readonly<Record<number, OutcomeName>> = {
  400: "bad_request",
  401: "token_refused",
  402: "insufficient_funds",
  403: "token_refused",
  404: "not_found",
  408: "network",
  413: "too_large",
  429: "rate_limit",
  503: "overloaded",
  504: "upstream_timeout",
};

/** Outcome of a body that is not JSON: never about the token. */
export const BY_STATUS_PLAIN: Readonly<Record<number, OutcomeName>> = {
  403: "address_refused",
  404: "not_found",
  408: "network",
  413: "too_large",
  429: "address_limited",
  503: "overloaded",
  504: "upstream_timeout",
  524: "upstream_timeout",
};

/** Outcome of a vendor's own status, as a stream's error line states it. */
export const BY_VENDOR_STATUS: Readonly<Record<number, OutcomeName>> = {
  401: "vendor_auth",
  402: "vendor_auth",
  403: "vendor_auth",
  404: "vendor_model_gone",
  408: "vendor_unavailable",
  413: "too_large",
  429: "vendor_rate_limit",
};

/** Signs in an error line that carries neither a code nor a status. */
export const STREAM_SIGNS: readonly { says: RegExp; outcome: OutcomeName }[] = [
  { says: /no usage left/i, outcome: "insufficient_funds" },
  {
    says:
      /JSON at position|unexpected (token|end of JSON)|unterminated string|not valid JSON|in JSON\b|JSON input/i,
    outcome: "bad_tool_arguments",
  },
  { says: /overloaded/i, outcome: "vendor_unavailable" },
  { says: /rate.?limit|too many requests/i, outcome: "vendor_rate_limit" },
  {
    says:
      /terminated|aborted|socket|ECONN|premature close|fetch failed|connection (error|closed|reset|lost)|network error/i,
    outcome: "vendor_stream_cut",
  },
];

/** Status of an error type that Anthropic sends without one. */
export const VENDOR_TYPE_STATUS: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  api_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
};
