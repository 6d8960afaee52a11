import { endpoint } from "../../../../lib/gateway/endpoint.ts";
import { notFound } from "../../../../lib/gateway/owner/owner_body.ts";
import { explained } from "../../../../lib/gateway/requests/explain.ts";
import { json } from "../../../../lib/http/json.ts";
import { deleteRequest } from "../../../../lib/store/requests/delete.ts";
import { getRequest } from "../../../../lib/store/requests/requests.ts";

export const handler = endpoint({
  GET: async ({ services, params }) => {
    const id = params.id ?? "";
    await services.recorder.flush();
    const record = await getRequest(services.store, id);
    if (record === null) throw notFound("request", id);
    return json(explained(services, record));
  },
  DELETE: async ({ services, params, caller, requestId }) => {
    const id = params.id ?? "";
    await Promise.all([services.recorder.flush(), services.bodies.flush()]);
    if (!await deleteRequest(services.store, id)) {
      throw notFound("request", id);
    }
    const by = { caller, requestId };
    services.audit.note({ action: "requests.delete", target: id, by });
    return json({ id, deleted: true });
  },
}, { access: "owner" });
