import { type ApiError, errorBody } from "./errors.ts";

/** Whose clients an endpoint speaks to; decides the shape of its errors. */
export type Protocol = "openai" | "anthropic" | "gemini";

/** Anthropic's `error.type` by status; its clients raise classes by status. */
const ANTHROPIC_TYPES: Record<number, string> = {
  401: "authentication_error",
  402: "billing_error",
  403: "permission_error",
  404: "not_found_error",
  413: "request_too_large",
  429: "rate_limit_error",
  503: "overloaded_error",
  504: "timeout_error",
  529: "overloaded_error",
};

/** Google's `error.status` by HTTP status (google.rpc.Code). */
const GEMINI_STATUSES: Record<number, string> = {
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  409: "ABORTED",
  429: "RESOURCE_EXHAUSTED",
  499: "CANCELLED",
  501: "UNIMPLEMENTED",
  503: "UNAVAILABLE",
  504: "DEADLINE_EXCEEDED",
};

/** An error as the clients of a protocol read it. */
export function errorEnvelope(
  error: ApiError,
  protocol: Protocol,
  requestId: string,
): unknown {
  switch (protocol) {
    case "openai":
      return errorBody(error);
    case "anthropic":
      return anthropicError(error, requestId);
    case "gemini":
      return geminiError(error);
  }
}

/**
 * What Claude Code knows an error by, in Anthropic's own words: it shortens the
 * conversation after the one, and names the cause after the other.
 */
function anthropicMessage({ code, blame, message }: ApiError): string {
  if (
    code === "context_length_exceeded" && !/prompt is too long/i.test(message)
  ) {
    return `prompt is too long: ${message}`;
  }
  return code === "insufficient_quota" && blame === "account"
    ? `Credit balance is too low: ${message}`
    : message;
}

/** Anthropic's envelope, also as the data of an `error` event. */
export function anthropicError(error: ApiError, requestId: string) {
  const type = ANTHROPIC_TYPES[error.status] ??
    (error.status >= 500 ? "api_error" : "invalid_request_error");
  return {
    type: "error",
    error: { type, message: anthropicMessage(error) },
    request_id: requestId,
  };
}

/** Google's envelope. */
export function geminiError(error: ApiError) {
  const status = GEMINI_STATUSES[error.status] ??
    (error.status >= 500 ? "INTERNAL" : "INVALID_ARGUMENT");
  return {
    error: { code: error.status, message: error.message, status },
  };
}

/** What a client most likely speaks where the path does not say it. */
export function guessProtocol(headers: Headers): Protocol {
  if (headers.has("x-goog-api-key")) return "gemini";
  return headers.has("anthropic-version") ? "anthropic" : "openai";
}
