import { NO_ACCOUNT, refused, type Row, said, vendor } from "./rows.ts";

/** Answers of Puter that are about the request, the vendor or Puter. */
export const OTHER_ROWS: Row[] = [[
  "a vendor's rate limit",
  429,
  said("upstream_rate_limited", "AI provider rate limit exceeded", {
    attempts: [{ status: 429, code: "rate_limit_exceeded", error: "429 x" }],
  }),
  vendor("vendor_rate_limit", "after_pause", [429, "rate_limit_exceeded"]),
], [
  "a vendor that refuses Puter's key",
  500,
  said("upstream_auth_failed", "AI provider authentication failed"),
  vendor("vendor_auth", "never", [502, "upstream_error"]),
], [
  "a vendor's outage",
  400,
  said("upstream_provider_unavailable", "AI provider unavailable"),
  vendor("vendor_unavailable", "after_pause", NO_ACCOUNT),
], [
  "all routes failing",
  400,
  said("upstream_failed", "All providers failed"),
  vendor("vendor_failed", "once", [502, "upstream_error"]),
], [
  "a vendor's refusal",
  400,
  said("upstream_bad_request", "400 Unsupported parameter: foo"),
  refused("vendor_refused", 400, "upstream_bad_request"),
], [
  "a prompt that is too long, by the vendor's code",
  400,
  said("upstream_bad_request", "400 Too much", {
    attempts: [{ status: 400, code: "context_length_exceeded", error: "x" }],
  }),
  refused("context_length", 400, "context_length_exceeded"),
], [
  "content the vendor forbids",
  400,
  said("upstream_bad_request", "400 Blocked", {
    upstreamStatus: 400,
    upstreamCode: "moderation_blocked",
  }),
  refused("content_policy", 400, "content_policy_violation"),
], [
  "an image that ModelArk refuses to make",
  400,
  said("upstream_failed", "The input text may contain sensitive information", {
    provider: "byteplus",
  }),
  refused("content_policy", 400, "content_policy_violation"),
], [
  "a vendor out of credit",
  400,
  said("upstream_bad_request", "402 Insufficient Balance"),
  vendor("vendor_auth", "never", [502, "upstream_error"]),
], [
  "a vendor that does not know the model",
  400,
  said("upstream_bad_request", "404 no such model", {
    upstreamCode: "model_not_found",
  }),
  vendor("vendor_model_gone", "never", [404, "model_not_found"]),
], [
  "an unknown model",
  400,
  said("bad_request", "Model not found: acme-1"),
  refused("model_not_found", 404, "model_not_found"),
], [
  "empty content",
  400,
  said("bad_request", "each message must have a 'content' property"),
  refused("bad_request", 400, "invalid_value"),
], [
  "malformed JSON",
  400,
  said("client_bad_json", "Malformed JSON in request body"),
  refused("bad_request", 400, "invalid_value"),
], [
  "a flagged answer",
  400,
  said("bad_request", "message is not allowed", {
    errorCode: "moderation_flagged",
  }),
  refused("answer_flagged", 400, "content_policy_violation"),
], [
  "a filtered video",
  400,
  said("disallowed_value", "filtered"),
  refused("content_policy", 400, "content_policy_violation"),
], [
  "a vendor without a result",
  400,
  said("unknown_error", "?"),
  vendor("vendor_no_media", "once", [502, "upstream_error"]),
], [
  "a vendor without an image",
  400,
  said("upstream_bad_request", "The model did not return an image"),
  vendor("vendor_no_media", "once", [502, "upstream_error"]),
], [
  "a file that is too large",
  413,
  said("storage_limit_reached", "too large"),
  refused("too_large", 413, "request_too_large"),
], [
  "a body that is too large",
  413,
  said("client_bad_request", "request entity too large"),
  refused("too_large", 413, "request_too_large"),
], [
  "an unknown driver",
  404,
  said("not_found", "Driver not found: puter-chat-completion:claude"),
  {
    code: "not_found",
    blame: "gateway",
    action: "none",
    other: false,
    retry: "never",
    answer: [500, "internal_error"],
  },
], [
  "an overloaded Puter",
  503,
  said("db_unavailable", "Database unavailable"),
  {
    code: "overloaded",
    blame: "upstream",
    action: "none",
    other: false,
    retry: "after_pause",
    answer: NO_ACCOUNT,
  },
], [
  "a fault in Puter",
  500,
  said("internal_error", "All providers failed", {
    attempts: [{ error: "messages is not iterable" }],
  }),
  {
    code: "upstream_fault",
    blame: "upstream",
    action: "none",
    other: false,
    retry: "once",
    answer: [502, "upstream_error"],
  },
]];
