import { companionChangeSchema } from "../../../lib/gateway/api_schemas/companion.ts";
import { changeCompanion } from "../../../lib/gateway/companion/actions.ts";
import { endpoint } from "../../../lib/gateway/endpoint.ts";
import { readOwnerBody } from "../../../lib/gateway/owner/owner_body.ts";
import { json } from "../../../lib/http/json.ts";

export const handler = endpoint({
  GET: async ({ services }) => {
    await services.companion.load();
    return json(services.companion.view);
  },
  PUT: async (call) => {
    const change = await readOwnerBody(call.req, companionChangeSchema);
    return json(await changeCompanion(call, change));
  },
  DELETE: async (call) => json(await changeCompanion(call, null)),
}, { access: "owner" });
