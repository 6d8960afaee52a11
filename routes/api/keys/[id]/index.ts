import { KeyChangeBody } from "../../../../lib/gateway/api_schemas/keys.ts";
import { endpoint } from "../../../../lib/gateway/endpoint.ts";
import { changeKey, revokeKey } from "../../../../lib/gateway/keys/actions.ts";
import {
  notFound,
  readOwnerBody,
} from "../../../../lib/gateway/owner/owner_body.ts";
import { json } from "../../../../lib/http/json.ts";

export const handler = endpoint({
  GET: async ({ services, params }) => {
    const id = params.id ?? "";
    const view = await services.keys.get(id);
    if (view === null) throw notFound("key", id);
    return json({ ...view, usage: await services.limits.usageOf(id, view) });
  },
  PATCH: async (call) => {
    const change = await readOwnerBody(call.req, KeyChangeBody);
    return json(await changeKey(call, call.params.id ?? "", change));
  },
  DELETE: async (call) => {
    const id = call.params.id ?? "";
    await revokeKey(call, id);
    return json({ id, deleted: true });
  },
}, { access: "owner" });
