import {
  requestTailQuery,
  tailPosition,
} from "../../../lib/gateway/api_schemas/requests.ts";
import { endpoint } from "../../../lib/gateway/endpoint.ts";
import {
  filterOf,
  readRequestQuery,
} from "../../../lib/gateway/requests/query.ts";
import { parsePosition } from "../../../lib/store/requests/tail.ts";

export const handler = endpoint({
  GET: ({ req, url, services }) => {
    const query = readRequestQuery(url.searchParams, requestTailQuery);
    // One that is not ours begins anew, as browsers send what they were given.
    const last = tailPosition.safeParse(req.headers.get("last-event-id"));
    const after = last.success ? last.data : query.after;
    const body = services.feed.open({
      filter: filterOf(query),
      after: after === undefined ? undefined : parsePosition(after),
    });
    return new Response(body, {
      headers: [
        ["content-type", "text/event-stream; charset=utf-8"],
        ["cache-control", "no-cache, no-store, no-transform"],
        ["x-accel-buffering", "no"],
      ],
    });
  },
}, { access: "owner" });
