import { NewKeyBody } from "../../../lib/gateway/api_schemas/keys.ts";
import { endpoint } from "../../../lib/gateway/endpoint.ts";
import { readOwnerBody } from "../../../lib/gateway/owner_body.ts";
import { json } from "../../../lib/http/json.ts";

export const handler = endpoint({
  GET: async ({ services }) => json({ keys: await services.keys.list() }),
  POST: async ({ req, services }) => {
    const options = await readOwnerBody(req, NewKeyBody);
    return json(await services.keys.create(options), 201);
  },
}, { access: "owner" });
