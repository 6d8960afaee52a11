import { ApiError } from "../../http/errors.ts";
import { MICRO_CENTS_PER_DOLLAR } from "../../money.ts";

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

/** 429: running calls may cost all that is left of a budget. */
export function budgetHeld(): ApiError {
  return rateLimited(
    "The calls that are running may use up the budget of this API key",
    AT_ONCE_RETRY_SECONDS,
  );
}

/** 429 that no retry helps: the budget of the day or month is used up. */
export function overBudget(
  period: "day" | "month",
  microCents: number,
  now: number,
): ApiError {
  return new ApiError(
    `The budget of this API key is used up: ${
      dollars(microCents)
    } per ${period}, anew from ${nextStart(period, now)}`,
    {
      status: 429,
      type: "insufficient_quota",
      code: "insufficient_quota",
      blame: "client",
      shouldRetry: false,
    },
  );
}

/** When the next UTC day or month begins. */
function nextStart(period: "day" | "month", now: number): string {
  const at = new Date(now);
  const [year, month] = [at.getUTCFullYear(), at.getUTCMonth()];
  const next = period === "day"
    ? Date.UTC(year, month, at.getUTCDate() + 1)
    : Date.UTC(year, month + 1);
  return new Date(next).toISOString().replace(".000", "");
}

function dollars(microCents: number): string {
  const text = (microCents / MICRO_CENTS_PER_DOLLAR).toFixed(8);
  return `$${text.replace(/(\.\d\d)(\d*?)0+$/, "$1$2")}`;
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
