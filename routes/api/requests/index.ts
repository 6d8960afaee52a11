import {
  requestDeleteQuery,
  requestListQuery,
} from "../../../lib/gateway/api_schemas/requests.ts";
import { endpoint } from "../../../lib/gateway/endpoint.ts";
import {
  filterOf,
  readRequestQuery,
} from "../../../lib/gateway/request_query.ts";
import { json } from "../../../lib/http/json.ts";
import { deleteRequests } from "../../../lib/store/request_delete.ts";
import { listRequests } from "../../../lib/store/request_search.ts";
import { endOfTail, formatPosition } from "../../../lib/store/request_tail.ts";

/** An answer must not take forever; the owner asks again for the rest. */
const DELETE_MS = 10_000;

export const handler = endpoint({
  GET: async ({ url, services }) => {
    const query = readRequestQuery(url.searchParams, requestListQuery);
    // What has just happened should be seen.
    await services.recorder.flush();
    // Read before the list: better a record twice than never.
    const tail = formatPosition(await endOfTail(services.store));
    const { records, cursor } = await listRequests(services.store, {
      limit: query.limit,
      cursor: query.cursor,
      filter: filterOf(query),
    });
    return json({ requests: records, cursor, tail });
  },
  DELETE: async ({ url, services, caller, requestId }) => {
    const query = readRequestQuery(url.searchParams, requestDeleteQuery);
    const filter = filterOf(query);
    await Promise.all([services.recorder.flush(), services.bodies.flush()]);
    const end = performance.now() + DELETE_MS;
    const { deleted, isComplete } = await deleteRequests(
      services.store,
      filter,
      () => performance.now() >= end,
    );
    services.audit.note({
      action: "requests.delete",
      target: "requests",
      before: { filter, deleted },
      by: { caller, requestId },
    });
    return json({ deleted, complete: isComplete });
  },
}, { access: "owner" });
