import { ApiError, type ApiErrorOptions } from "../http/errors.ts";
import type { CompanionAnswer } from "./client.ts";

/** A longer wait than this is more likely a mistake, in seconds. */
const MAX_RETRY_AFTER = 24 * 60 * 60;

/** What clients of the gateway are told of an answer that is none. */
interface Complaint {
  message: string;
  code: string | null;
  param: string | null;
}

/**
 * What a failed answer of the companion endpoint means for the client. Its
 * refusals of the gateway's own key are no fault of the client's, so they never
 * look like one.
 *
 * @param clean takes out of the endpoint's words what no client may see
 */
export function companionFailure(
  answer: CompanionAnswer,
  { model, clean }: { model: string; clean: (text: string) => string },
): ApiError {
  const { status, headers, value } = answer;
  const complaint = complaintOf(value, clean);
  switch (status) {
    case 400:
    case 413:
    case 422:
      return badRequest(status, complaint);
    case 401:
    case 403:
      return misconfigured(
        `The companion endpoint refused the gateway (${status}): its owner should check the endpoint's key and what it may use`,
      );
    case 404:
      return isAboutModel(complaint) ? unknownModel(model) : misconfigured(
        "The companion endpoint does not serve this (404): its owner should check the base URL",
      );
    case 402:
    case 429:
      return limited(complaint, retryAfter(headers));
    case 504:
      return failed(504, "companion_timeout", "did not answer in time");
    default:
      return failed(502, "companion_failed", `failed (${status})`);
  }
}

function badRequest(
  status: number,
  { message, code, param }: Complaint,
): ApiError {
  return new ApiError(
    message || "The companion endpoint cannot read the request",
    {
      status: status === 413 ? 413 : 400,
      code: code ?? "invalid_value",
      param,
      blame: "client",
    },
  );
}

function misconfigured(message: string): ApiError {
  return new ApiError(message, {
    status: 502,
    code: "companion_refused",
    blame: "gateway",
    shouldRetry: false,
  });
}

function limited(
  { code }: Complaint,
  seconds: number | undefined,
): ApiError {
  const isQuota = code === "insufficient_quota";
  const options: ApiErrorOptions = {
    status: 429,
    type: isQuota ? "insufficient_quota" : "rate_limit_error",
    code: isQuota ? "insufficient_quota" : "rate_limit_exceeded",
    blame: "upstream",
  };
  if (isQuota) options.shouldRetry = false;
  else if (seconds !== undefined) options.retryAfter = seconds;
  return new ApiError(
    isQuota
      ? "The companion endpoint's quota is used up"
      : "The companion endpoint takes no more requests for now",
    options,
  );
}

function failed(status: number, code: string, what: string): ApiError {
  return new ApiError(`The companion endpoint ${what}`, {
    status,
    code,
    blame: "upstream",
  });
}

function unknownModel(model: string): ApiError {
  return new ApiError(
    `The model \`${
      model.slice(0, 200)
    }\` does not exist at the companion endpoint or cannot do this.`,
    { status: 404, code: "model_not_found", blame: "client" },
  );
}

function isAboutModel({ message, code }: Complaint): boolean {
  return code === "model_not_found" || /\bmodel\b/i.test(message);
}

/** Reads `{error: {message, code, param}}`, and the likes of it. */
function complaintOf(
  value: unknown,
  clean: (text: string) => string,
): Complaint {
  const error = fieldsOf(fieldsOf(value).error ?? value);
  const message = [error.message, error.detail, fieldsOf(value).error]
    .find((text) => typeof text === "string");
  return {
    message: typeof message === "string" ? clean(message) : "",
    code: word(error.code, clean),
    param: word(error.param, clean),
  };
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null
    ? value as Record<string, unknown>
    : {};
}

/** A short name without anything that had to be taken out of it. */
function word(value: unknown, clean: (text: string) => string): string | null {
  const isName = typeof value === "string" && /^[\w.[\]-]{1,80}$/.test(value);
  return isName && clean(value) === value ? value : null;
}

/** Seconds to wait: a number of them, or a date (RFC 9110, 10.2.3). */
function retryAfter(headers: Headers): number | undefined {
  const value = headers.get("retry-after");
  if (value === null) return undefined;
  const seconds = /^\d+$/.test(value.trim())
    ? Number(value)
    : (Date.parse(value) - Date.now()) / 1000;
  return seconds > 0 ? Math.min(seconds, MAX_RETRY_AFTER) : undefined;
}
