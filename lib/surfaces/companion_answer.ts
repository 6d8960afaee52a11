import type { Usage } from "../chat/answer.ts";
import { ApiError } from "../http/errors.ts";

/** The fields of an object; none of anything else. */
export function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? value as Record<string, unknown>
    : {};
}

/** A 502: the endpoint answered, but not what it was asked. */
export function unusableAnswer(why: string): ApiError {
  return new ApiError(
    `The companion endpoint's answer is of no use: ${why}`,
    { status: 502, code: "companion_answer_invalid", blame: "upstream" },
  );
}

/** Prompt tokens that an endpoint tells; null when it tells none. */
export function usageOf(given: unknown): Usage | null {
  const usage = fieldsOf(given);
  const tokens = usage.prompt_tokens ?? usage.total_tokens;
  if (!Number.isSafeInteger(tokens) || Number(tokens) < 0) return null;
  return {
    promptTokens: Number(tokens),
    cachedTokens: 0,
    completionTokens: 0,
    reasoningTokens: 0,
    costMicroCents: null,
  };
}

/** A body without the fields that are null, which mean absent. */
export function withoutNulls(
  body: Record<string, unknown>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(body).filter(([_, value]) =>
      value !== null && value !== undefined
    ),
  );
}
