import type { z } from "zod";
import { listRequests } from "../../store/requests/search.ts";
import { endOfTail, formatPosition } from "../../store/requests/tail.ts";
import type { RequestRecord } from "../../store/requests/record.ts";
import type { requestListQuery } from "../api_schemas/requests.ts";
import { filterOf } from "./query.ts";
import type { Services } from "../services.ts";

/** A part of the request log. */
export interface RequestList {
  requests: RequestRecord[];
  /** Where the next part begins; null at the end. */
  cursor: string | null;
  /** Where the live tail goes on from this list. */
  tail: string;
}

/**
 * Requests, newest first, with those that have just ended.
 *
 * @throws {ApiError} 503 when the database is not available
 */
export async function requestList(
  { recorder, store }: Pick<Services, "recorder" | "store">,
  query: z.output<typeof requestListQuery>,
): Promise<RequestList> {
  // What has just happened should be seen.
  await recorder.flush();
  // Read before the list: better a record twice than never.
  const tail = formatPosition(await endOfTail(store));
  const { records, cursor } = await listRequests(store, {
    limit: query.limit,
    cursor: query.cursor,
    filter: filterOf(query),
  });
  return { requests: records, cursor, tail };
}
