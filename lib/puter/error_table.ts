import type { Blame } from "../http/errors.ts";
import type { AccountAction, RetryAdvice } from "./failure.ts";

/** What the client is told. `{model}` and `{text}` are filled in. */
export interface Answer {
  status: number;
  code: string;
  /** Shown as it stands, or after `{text}` is replaced by the vendor's words. */
  message: string;
  type?: string;
  param?: string;
  /** Seconds. */
  retryAfter?: number;
  shouldRetry?: boolean;
}

/** What follows from one kind of failure. */
export interface Outcome {
  blame: Blame;
  action: AccountAction;
  otherAccount: boolean;
  retry: RetryAdvice;
  answer: Answer;
  /** One sentence for the owner. */
  reason: string;
}

const NONE: AccountAction = { type: "none" };

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

const GATEWAY_FAULT: Answer = {
  status: 500,
  code: "internal_error",
  message: "The gateway called Puter in a way that Puter does not accept",
  shouldRetry: false,
};

const BAD_GATEWAY: Answer = {
  status: 502,
  code: "upstream_error",
  message: "Puter failed to handle this request",
};

const VENDOR_FAILED: Answer = {
  status: 502,
  code: "upstream_error",
  message: "The provider of the model `{model}` failed to answer",
};

const POLICY: Answer = {
  status: 400,
  code: "content_policy_violation",
  message: "This request was refused by a content policy",
};

const TOO_LARGE: Answer = {
  status: 413,
  code: "request_too_large",
  message: "The request is larger than Puter accepts",
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

/** The client's own mistake: nothing happens to anyone. */
function refused(answer: Answer, reason: string): Outcome {
  return {
    blame: "client",
    action: NONE,
    otherAccount: false,
    retry: "never",
    answer,
    reason,
  };
}

/** A fault of the vendor, of Puter, of the network or of the gateway. */
function fault(
  blame: Blame,
  options: { retry: RetryAdvice; answer: Answer; reason: string },
): Outcome {
  return { blame, action: NONE, otherAccount: false, ...options };
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

/** Every kind of failure by the word traces show for it. */
export const OUTCOMES = {
  token_missing: fault("gateway", {
    retry: "never",
    answer: GATEWAY_FAULT,
    reason: "The call reached Puter without a token",
  }),
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
  vendor_rate_limit: fault("model", {
    retry: "after_pause",
    answer: {
      status: 429,
      type: "rate_limit_error",
      code: "rate_limit_exceeded",
      message:
        "The provider of the model `{model}` is rate limited, please try again in 5s",
      retryAfter: 5,
    },
    reason: "The vendor limits Puter's own key, whatever the account",
  }),
  vendor_auth: fault("model", {
    retry: "never",
    answer: VENDOR_FAILED,
    reason: "The vendor refuses Puter's own key",
  }),
  vendor_unavailable: fault("model", {
    retry: "after_pause",
    answer: {
      status: 503,
      code: "service_unavailable",
      message: "The provider of the model `{model}` is unavailable",
      retryAfter: 5,
    },
    reason: "The vendor is down or overloaded",
  }),
  vendor_failed: fault("model", {
    retry: "once",
    answer: VENDOR_FAILED,
    reason: "All routes to the model failed",
  }),
  vendor_no_media: fault("model", {
    retry: "once",
    answer: {
      ...VENDOR_FAILED,
      message: "The model `{model}` returned no result",
    },
    reason: "The vendor answered without a result",
  }),
  vendor_stream_error: fault("model", {
    retry: "once",
    answer: {
      ...VENDOR_FAILED,
      message: "The provider of the model `{model}` failed while answering",
    },
    reason: "The vendor's stream ended with an error",
  }),
  vendor_stream_cut: fault("model", {
    retry: "once",
    answer: {
      ...VENDOR_FAILED,
      message: "The provider of the model `{model}` broke off while answering",
    },
    reason: "The connection between Puter and the vendor broke",
  }),
  bad_tool_arguments: fault("model", {
    retry: "once",
    answer: {
      ...VENDOR_FAILED,
      message: "The model `{model}` called a tool with arguments that are " +
        "not JSON",
    },
    reason: "The model wrote tool arguments that are not JSON",
  }),
  vendor_refused: refused({
    status: 400,
    code: "upstream_bad_request",
    message: "{text}",
  }, "The vendor refuses the request"),
  context_length: refused({
    status: 400,
    code: "context_length_exceeded",
    param: "messages",
    message: "{text}",
  }, "The prompt is longer than the model's context"),
  model_not_found: refused({
    status: 404,
    code: "model_not_found",
    message:
      "The model `{model}` does not exist or you do not have access to it.",
  }, "Puter does not know the model"),
  vendor_model_gone: fault("model", {
    retry: "never",
    answer: {
      status: 404,
      code: "model_not_found",
      message:
        "The model `{model}` does not exist or you do not have access to it.",
    },
    reason: "Puter lists the model, but its vendor does not know it",
  }),
  bad_request: refused({
    status: 400,
    code: "invalid_value",
    message: "{text}",
  }, "Puter refuses the arguments"),
  content_policy: refused(POLICY, "A content policy refuses the request"),
  policy_veto: refused(POLICY, "A policy of Puter vetoes the request"),
  answer_flagged: refused({
    ...POLICY,
    message: "The answer was withheld by a content policy",
  }, "The finished answer was flagged; it has been charged"),
  fake_chat: refused(
    POLICY,
    "Puter's policy rejected the prompt and answered with filler text",
  ),
  too_large: refused(TOO_LARGE, "The request or a file in it is too large"),
  not_found: fault("gateway", {
    retry: "never",
    answer: GATEWAY_FAULT,
    reason: "Puter does not know the interface, driver or method",
  }),
  session_only: fault("gateway", {
    retry: "never",
    answer: GATEWAY_FAULT,
    reason: "The endpoint is for user sessions only",
  }),
  overloaded: fault("upstream", {
    retry: "after_pause",
    answer: {
      status: 503,
      code: "service_unavailable",
      message: "Puter is overloaded, please try again in 5s",
      retryAfter: 5,
    },
    reason: "Puter is overloaded",
  }),
  upstream_fault: fault("upstream", {
    retry: "once",
    answer: BAD_GATEWAY,
    reason: "Puter failed without saying why",
  }),
  upstream_timeout: fault("upstream", {
    retry: "never",
    answer: {
      status: 504,
      code: "upstream_timeout",
      message: "Puter took too long to answer",
    },
    reason: "Puter or its proxy gave up waiting",
  }),
  unreadable_answer: fault("upstream", {
    retry: "once",
    answer: {
      ...BAD_GATEWAY,
      message: "Puter gave an answer that the gateway cannot read",
    },
    reason: "The answer has no known shape",
  }),
  lost_tool_call: fault("model", {
    retry: "once",
    answer: {
      ...VENDOR_FAILED,
      message: "The tool call of the model `{model}` was lost on the way",
    },
    reason: "The answer says it calls a tool but holds no call",
  }),
  stream_incomplete: fault("upstream", {
    retry: "once",
    answer: {
      ...BAD_GATEWAY,
      message: "The answer of the model `{model}` broke off",
    },
    reason: "The stream ended without its closing usage line",
  }),
  address_refused: fault("network", {
    retry: "never",
    answer: {
      ...BAD_GATEWAY,
      message: "Puter refuses the gateway's network address",
      retryAfter: 30,
    },
    reason: "All accounts share the refused address: stop calling for a while",
  }),
  address_limited: fault("network", {
    retry: "after_pause",
    answer: {
      status: 503,
      code: "service_unavailable",
      message: "Puter limits the gateway's network address",
      retryAfter: 10,
    },
    reason: "A proxy before Puter limits the gateway's address",
  }),
  network: fault("network", {
    retry: "once",
    answer: { ...BAD_GATEWAY, message: "The connection to Puter broke" },
    reason: "The connection to Puter broke or was never made",
  }),
  network_timeout: fault("network", {
    retry: "never",
    answer: {
      status: 504,
      code: "upstream_timeout",
      message: "Puter did not answer in time",
    },
    reason: "The gateway gave up waiting for Puter",
  }),
} satisfies Record<string, Outcome>;

/** The word of one kind of failure. */
export type OutcomeName = keyof typeof OUTCOMES;
