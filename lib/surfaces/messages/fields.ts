import { badField } from "../validate.ts";

/** An object of which only some fields are known. */
export type Fields = Record<string, unknown>;

/**
 * The string in a field.
 *
 * @throws {ApiError} 400 naming the field at fault
 */
export function stringAt(holder: Fields, key: string, at: string): string {
  const value = holder[key];
  if (typeof value === "string") return value;
  throw wrongField(`${at}.${key}`, "a string", value);
}

/**
 * The object in a field.
 *
 * @throws {ApiError} 400 naming the field at fault
 */
export function objectAt(holder: Fields, key: string, at: string): Fields {
  const value = holder[key];
  if (isFields(value)) return value;
  throw wrongField(`${at}.${key}`, "an object", value);
}

/** True for an object that is no list. */
export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A 400 about a field that is missing or of the wrong type. */
export function wrongField(param: string, expected: string, value: unknown) {
  return badField(param, `expected ${expected}`, {
    code: value === undefined ? "missing_required_parameter" : "invalid_type",
  });
}
