/** A ready answer of a failing Puter. */
export interface FaultAnswer {
  status: number;
  message: string;
  code: string;
  extra?: Record<string, unknown>;
}

/** What the message of a failing answer may speak of. */
export interface FaultContext {
  interfaceName: string;
  method: string;
  model: string;
}

/** A vendor that answered with an error, as chat reports it. */
function vendorFault(
  fault: FaultAnswer,
  attempt: { status: number; code: string; error: string },
): (context: FaultContext) => FaultAnswer {
  return ({ model }) => ({
    ...fault,
    extra: { attempts: [{ model, provider: "simulated", ...attempt }] },
  });
}

const REAUTH: FaultAnswer = {
  status: 401,
  message: "Re-authentication required",
  code: "reauth_required",
};

const CONTEXT = "400 This model's maximum context length is 8192 tokens.";

/** Every failing answer by its name. */
export const FAULT_ANSWERS = {
  token_missing: {
    status: 401,
    message: "Missing authentication token",
    code: "token_missing",
  },
  token_auth_failed: {
    status: 401,
    message: "Authentication failed",
    code: "token_auth_failed",
  },
  reauth_required: { ...REAUTH, extra: { reason: "session_revoked" } },
  session_expired: { ...REAUTH, extra: { reason: "session_expired" } },
  token_v1: { ...REAUTH, extra: { reason: "token_v1" } },
  suspended: { status: 403, message: "Account suspended", code: "forbidden" },
  email_confirmation_required: {
    status: 403,
    message: "Please confirm your email to continue",
    code: "email_confirmation_required",
  },
  phone_verification_required: {
    status: 403,
    message: "Please verify your phone number to continue",
    code: "phone_verification_required",
  },
  card_verification_required: {
    status: 403,
    message: "Please verify your card to continue",
    code: "card_verification_required",
  },
  app_blocked: {
    status: 403,
    message: "This app is not available",
    code: "app_blocked",
  },
  forbidden_scoped: {
    status: 403,
    message: "Access tokens are not allowed to access this resource",
    code: "forbidden",
  },
  app_or_api_token_required: {
    status: 403,
    message: "An app or API token is required",
    code: "app_or_api_token_required",
  },
  permission_denied_interface: ({ interfaceName, method }) => ({
    status: 403,
    message: `Permission denied for ${interfaceName}:${method}`,
    code: "forbidden",
  }),
  policy_veto: {
    status: 403,
    message: "This call is not allowed by policy",
    code: "forbidden",
  },
  subscribers_only: ({ model }) => ({
    status: 403,
    message: `The model ${model} is for subscribers`,
    code: "permission_denied",
  }),
  subscription_required: {
    status: 402,
    message: "This needs a subscription",
    code: "subscription_required",
    extra: { subscription: null },
  },
  insufficient_funds: {
    status: 402,
    message: "No usage left for request.",
    code: "insufficient_funds",
  },
  too_many_requests: {
    status: 429,
    message: "Too many requests.",
    code: "too_many_requests",
  },
  too_many_concurrent: {
    status: 429,
    message: "Too many concurrent requests.",
    code: "too_many_requests",
  },
  upstream_rate_limited: vendorFault({
    status: 429,
    message: "AI provider rate limit exceeded",
    code: "upstream_rate_limited",
  }, {
    status: 429,
    code: "rate_limit_exceeded",
    error: "429 Rate limit reached for requests",
  }),
  upstream_auth_failed: vendorFault({
    status: 500,
    message: "AI provider authentication failed",
    code: "upstream_auth_failed",
  }, {
    status: 401,
    code: "invalid_api_key",
    error: "401 Incorrect API key provided",
  }),
  upstream_provider_unavailable: vendorFault({
    status: 400,
    message: "AI provider unavailable",
    code: "upstream_provider_unavailable",
  }, {
    status: 503,
    code: "overloaded",
    error: "503 Overloaded",
  }),
  upstream_failed: vendorFault({
    status: 400,
    message: "All providers failed",
    code: "upstream_failed",
  }, {
    status: 500,
    code: "server_error",
    error: "500 The server had an error",
  }),
  upstream_bad_request: vendorFault({
    status: 400,
    message: "400 Unsupported parameter: foo",
    code: "upstream_bad_request",
  }, {
    status: 400,
    code: "unsupported_parameter",
    error: "400 Unsupported parameter: foo",
  }),
  context_length: vendorFault({
    status: 400,
    message: CONTEXT,
    code: "upstream_bad_request",
  }, { status: 400, code: "context_length_exceeded", error: CONTEXT }),
  model_not_found: ({ model }) => ({
    status: 400,
    message: `Model not found: ${model}`,
    code: "bad_request",
  }),
  bad_arguments: {
    status: 400,
    message: "Missing required field: text",
    code: "field_required",
    extra: { key: "text" },
  },
  moderation_flagged: {
    status: 400,
    message: "message is not allowed",
    code: "bad_request",
    extra: { errorCode: "moderation_flagged" },
  },
  disallowed_value: {
    status: 400,
    message: "The video was filtered",
    code: "disallowed_value",
  },
  unknown_error: {
    status: 400,
    message: "The vendor gave no result",
    code: "unknown_error",
  },
  file_too_large: {
    status: 413,
    message: "The file is too large",
    code: "storage_limit_reached",
  },
  not_found: ({ interfaceName }) => ({
    status: 404,
    message: `Driver not found: ${interfaceName}:undefined`,
    code: "not_found",
  }),
  db_unavailable: {
    status: 503,
    message: "Service temporarily unavailable",
    code: "db_unavailable",
  },
  internal_error: {
    status: 500,
    message: "Internal Server Error",
    code: "internal_error",
  },
} satisfies Record<
  string,
  FaultAnswer | ((context: FaultContext) => FaultAnswer)
>;

/** Name of a failing answer. */
export type AnswerFault = keyof typeof FAULT_ANSWERS;
