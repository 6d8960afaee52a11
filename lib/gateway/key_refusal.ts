import { ApiError } from "../http/errors.ts";

/** A place is free when a call ends, and nobody knows when that is. */
const AT_ONCE_RETRY_SECONDS = 1;

/** 429: as many calls run as the key may have running. */
export function tooManyAtOnce(limit: number): ApiError {
  return rateLimited(
    `This API key may have ${limit} ${
      limit === 1 ? "call" : "calls"
    } running at once, and has`,
    AT_ONCE_RETRY_SECONDS,
  );
}

/** 429 that names the time when the next call of the minute may come. */
export function tooManyPerMinute(limit: number, waitMs: number): ApiError {
  return rateLimited(
    `This API key may make ${limit} ${
      limit === 1 ? "call" : "calls"
    } per minute, and has`,
    Math.max(1, Math.ceil(waitMs / 1000)),
  );
}

function rateLimited(reason: string, retryAfter: number): ApiError {
  return new ApiError(`${reason}: try again in ${retryAfter}s`, {
    status: 429,
    type: "rate_limit_error",
    code: "rate_limit_exceeded",
    blame: "client",
    retryAfter,
  });
}
