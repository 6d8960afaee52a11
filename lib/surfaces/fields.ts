import { badField } from "./validate.ts";

/** An object of a request whose fields are read one by one. */
export type Fields = Record<string, unknown>;

/**
 * The text that a field holds; `at` is the path of its holder.
 *
 * @throws {ApiError} 400 naming the field
 */
export function stringAt(holder: Fields, key: string, at: string): string {
  const value = holder[key];
  if (typeof value === "string") return value;
  throw wrongField(value, `${at}.${key}`, "expected a string");
}

/**
 * The object that a field holds; `at` is the path of its holder.
 *
 * @throws {ApiError} 400 naming the field
 */
export function objectAt(holder: Fields, key: string, at: string): Fields {
  const value = holder[key];
  if (isObject(value)) return value;
  throw wrongField(value, `${at}.${key}`, "expected an object");
}

/** True for a JSON object. */
export function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A 400 about a field that is missing or of the wrong type. */
export function wrongField(value: unknown, param: string, message: string) {
  return badField(param, message, {
    code: value === undefined ? "missing_required_parameter" : "invalid_type",
  });
}
