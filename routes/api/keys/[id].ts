import { endpoint } from "../../../lib/gateway/endpoint.ts";
import { notFound } from "../../../lib/gateway/owner_body.ts";
import { json } from "../../../lib/http/json.ts";

export const handler = endpoint({
  DELETE: async ({ services, params }) => {
    const id = params.id ?? "";
    if (!await services.keys.revoke(id)) throw notFound("key", id);
    return json({ id, deleted: true });
  },
}, { access: "owner" });
