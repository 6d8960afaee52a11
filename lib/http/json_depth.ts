import { ApiError } from "./errors.ts";

/** Levels of lists and objects a body may have; schemas have a few dozen. */
const MAX_DEPTH = 500;

/**
 * Refuses what is nested more deeply than anybody means: it is read and written
 * level by level, which ends with the stack.
 *
 * @throws {ApiError} 400
 */
export function checkDepth(value: unknown): void {
  if (!isDeeper(value, MAX_DEPTH)) return;
  throw new ApiError(
    `The request body is nested too deeply: at most ${MAX_DEPTH} levels are accepted`,
    { status: 400 },
  );
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (levels === 0) return true;
  if (Array.isArray(value)) {
    for (const inner of value) if (isDeeper(inner, levels - 1)) return true;
    return false;
  }
  const record = value as Record<string, unknown>;
  for (const name in record) {
    if (isDeeper(record[name], levels - 1)) return true;
  }
  return false;
}
