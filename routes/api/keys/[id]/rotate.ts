import { KeyRotationBody } from "../../../../lib/gateway/api_schemas/keys.ts";
import { endpoint } from "../../../../lib/gateway/endpoint.ts";
import { notFound, readOwnerBody } from "../../../../lib/gateway/owner_body.ts";
import { json } from "../../../../lib/http/json.ts";

export const handler = endpoint({
  POST: async ({ req, services, params }) => {
    const id = params.id ?? "";
    const { graceSeconds } = await readOwnerBody(req, KeyRotationBody);
    const made = await services.keys.rotate(id, graceSeconds * 1000);
    if (made === null) throw notFound("key", id);
    return json(made);
  },
}, { access: "owner" });
