import { endpoint } from "../../../lib/gateway/endpoint.ts";
import { notFound } from "../../../lib/gateway/owner_body.ts";
import { json } from "../../../lib/http/json.ts";
import { getRequest } from "../../../lib/store/requests.ts";

export const handler = endpoint({
  GET: async ({ services, params }) => {
    const id = params.id ?? "";
    await services.recorder.flush();
    const record = await getRequest(services.store, id);
    if (record === null) throw notFound("request", id);
    return json(record);
  },
}, { access: "owner" });
