import type { z } from "zod";
import { ApiError } from "../http/errors.ts";

/**
 * Checks a body against a schema.
 *
 * @throws {ApiError} 400 whose `param` is the path of the first fault
 */
export function validate<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = deepest(result.error.issues);
  const path = issue.code === "unrecognized_keys"
    ? [...issue.path, ...issue.keys.slice(0, 1)]
    : issue.path;
  throw badField(paramOf(path), issue.message, {
    code: codeOf(issue, valueAt(value, path)),
  });
}

/** A 400 about one field of the request. */
export function badField(
  param: string,
  message: string,
  options: { code: string },
): ApiError {
  const text = param === ""
    ? message
    : `Invalid value for '${param}': ${message}`;
  return new ApiError(text, {
    status: 400,
    code: options.code,
    param: param === "" ? null : param,
  });
}

/** `["messages", 0, "content"]` as `messages[0].content`. */
export function paramOf(path: readonly PropertyKey[]): string {
  let param = "";
  for (const step of path) {
    if (typeof step === "number") param += `[${step}]`;
    else param += param === "" ? String(step) : `.${String(step)}`;
  }
  return param;
}

const INTEGER_FIELD = /^n$|_tokens$|_logprobs$/;

type Issue = z.core.$ZodIssue;

/** The most telling issue: inside a union, that of its best fitting option. */
function deepest(issues: readonly Issue[]): Issue {
  const issue = issues[0] as Issue;
  if (issue.code !== "invalid_union") return issue;
  let best: Issue = issue;
  let bestDepth = issue.path.length;
  for (const option of issue.errors) {
    const first = option[0];
    if (first === undefined) continue;
    const inner = deepest(option);
    const depth = issue.path.length + inner.path.length;
    if (inner.path.length > 0 && depth > bestDepth) {
      best = { ...inner, path: [...issue.path, ...inner.path] };
      bestDepth = depth;
    }
  }
  return best;
}

function codeOf(issue: Issue, value: unknown): string {
  switch (issue.code) {
    case "invalid_type":
      return value === undefined
        ? "missing_required_parameter"
        : "invalid_type";
    case "invalid_union":
      return value === undefined
        ? "missing_required_parameter"
        : "invalid_type";
    case "too_small":
      if (issue.origin === "array") return "empty_array";
      if (issue.origin === "string") return "string_below_min_length";
      return boundCode(issue.path, "below_min_value");
    case "too_big":
      if (issue.origin === "array") return "array_above_max_length";
      if (issue.origin === "string") return "string_above_max_length";
      return boundCode(issue.path, "above_max_value");
    case "unrecognized_keys":
      return "unknown_parameter";
    default:
      return "invalid_value";
  }
}

/** OpenAI's codes tell integers from decimals; the issue does not. */
function boundCode(path: readonly PropertyKey[], bound: string): string {
  const field = String(path.at(-1) ?? "");
  return INTEGER_FIELD.test(field) ? `integer_${bound}` : `decimal_${bound}`;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let at: unknown = value;
  for (const step of path) {
    if (typeof at !== "object" || at === null) return undefined;
    at = (at as Record<PropertyKey, unknown>)[step];
  }
  return at;
}
