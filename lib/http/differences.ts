import { ApiError } from "./errors.ts";

/** The fields in which two things differ. */
export interface Differences {
  before: Record<string, unknown>;
  after: Record<string, unknown>;
}

/** The fields that differ, of those that `after` has; null when none does. */
export function differences(
  before: object,
  after: object,
): Differences | null {
  const old: Record<string, unknown> = { ...before };
  const found: Differences = { before: {}, after: {} };
  for (const [name, value] of Object.entries(after)) {
    if (same(old[name], value)) continue;
    found.before[name] = old[name] ?? null;
    found.after[name] = value;
  }
  return Object.keys(found.after).length === 0 ? null : found;
}

/**
 * Checks that a thing is as it was left.
 *
 * @throws {ApiError} 409 `changed_since` naming the field that is not
 */
export function assertStill(thing: object, expected: object): void {
  const values: Record<string, unknown> = { ...thing };
  for (const [name, value] of Object.entries(expected)) {
    if (same(values[name] ?? null, value)) continue;
    throw new ApiError(`${name} has changed since`, {
      status: 409,
      code: "changed_since",
      param: name,
    });
  }
}

/** Both are JSON, and keep the order of their fields. */
function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
