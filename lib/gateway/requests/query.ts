import type { z } from "zod";
import type { RequestFilter } from "../../store/requests/filter.ts";
import { validate } from "../../surfaces/validate.ts";
import { REPEATABLE } from "../api_schemas/requests.ts";

/**
 * Reads a query of the request log.
 *
 * @throws {ApiError} 400 whose `param` names the fault; unknown fields are one,
 * because a mistyped filter would mean all records
 */
export function readRequestQuery<Schema extends z.ZodType>(
  params: URLSearchParams,
  schema: Schema,
): z.output<Schema> {
  const fields: Record<string, string | string[]> = {};
  for (const [name, value] of params) {
    fields[name] = REPEATABLE.has(name) ? params.getAll(name) : value;
  }
  return validate(schema, fields);
}

/** The filter in a query, without the query's other fields. */
export function filterOf(query: RequestFilter): RequestFilter {
  const { from, to, key, account, model, surface, outcome, blame } = query;
  return { from, to, key, account, model, surface, outcome, blame };
}
