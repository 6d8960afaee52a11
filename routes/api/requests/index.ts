import {
  requestDeleteQuery,
  requestListQuery,
} from "../../../lib/gateway/api_schemas/requests.ts";
import { endpoint } from "../../../lib/gateway/endpoint.ts";
import { requestList } from "../../../lib/gateway/requests/list.ts";
import {
  filterOf,
  readRequestQuery,
} from "../../../lib/gateway/requests/query.ts";
import { json } from "../../../lib/http/json.ts";
import { deleteRequests } from "../../../lib/store/requests/delete.ts";

/** An answer must not take forever; the owner asks again for the rest. */
const DELETE_MS = 10_000;

export const handler = endpoint({
  GET: async ({ url, services }) => {
    const query = readRequestQuery(url.searchParams, requestListQuery);
    return json(await requestList(services, query));
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
