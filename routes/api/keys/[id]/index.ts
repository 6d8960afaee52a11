import { KeyChangeBody } from "../../../../lib/gateway/api_schemas/keys.ts";
import { endpoint } from "../../../../lib/gateway/endpoint.ts";
import { notFound, readOwnerBody } from "../../../../lib/gateway/owner_body.ts";
import { json } from "../../../../lib/http/json.ts";

export const handler = endpoint({
  GET: async ({ services, params }) => {
    const id = params.id ?? "";
    const view = await services.keys.get(id);
    if (view === null) throw notFound("key", id);
    return json({ ...view, usage: await services.limits.usageOf(id, view) });
  },
  PATCH: async ({ req, services, params }) => {
    const id = params.id ?? "";
    const change = await readOwnerBody(req, KeyChangeBody);
    const view = await services.keys.change(id, change);
    if (view === null) throw notFound("key", id);
    return json(view);
  },
  DELETE: async ({ services, params }) => {
    const id = params.id ?? "";
    if (!await services.keys.revoke(id)) throw notFound("key", id);
    return json({ id, deleted: true });
  },
}, { access: "owner" });
