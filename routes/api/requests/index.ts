import { requestListQuery } from "../../../lib/gateway/api_schemas/requests.ts";
import { endpoint } from "../../../lib/gateway/endpoint.ts";
import {
  filterOf,
  readRequestQuery,
} from "../../../lib/gateway/request_query.ts";
import { json } from "../../../lib/http/json.ts";
import { listRequests } from "../../../lib/store/request_search.ts";
import { endOfTail, formatPosition } from "../../../lib/store/request_tail.ts";

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
}, { access: "owner" });
