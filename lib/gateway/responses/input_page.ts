import type { z } from "zod";
import { ApiError } from "../../http/errors.ts";
import type { InputItem } from "../../surfaces/responses/mod.ts";
import type { inputItemsQuery } from "../api_schemas/response.ts";

/** Items of a page where the client does not say. */
const PAGE = 20;

/**
 * A page of a response's input, the newest item first unless asked otherwise.
 *
 * @throws {ApiError} 400 where `after` is none of the items
 */
export function inputPage(
  input: readonly InputItem[],
  query: z.output<typeof inputItemsQuery>,
) {
  const items = query.order === "asc" ? [...input] : input.toReversed();
  const from = query.after === undefined ? 0 : indexAfter(items, query.after);
  const data = items.slice(from, from + (query.limit ?? PAGE));
  return {
    object: "list",
    data,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more: from + data.length < items.length,
  };
}

function indexAfter(items: readonly InputItem[], after: string): number {
  const at = items.findIndex(({ id }) => id === after);
  if (at >= 0) return at + 1;
  throw new ApiError(`Item with id '${after}' not found.`, {
    status: 400,
    code: "invalid_value",
    param: "after",
  });
}
