import { endpoint } from "../../../../lib/gateway/endpoint.ts";
import { notFound } from "../../../../lib/gateway/owner/owner_body.ts";
import { json } from "../../../../lib/http/json.ts";

export const handler = endpoint({
  GET: async ({ services, params }) => {
    const id = params.id ?? "";
    await services.bodies.flush();
    const kept = await services.bodies.read(id);
    if (kept === null) throw notFound("body", id);
    return json({ id, ...kept });
  },
}, { access: "owner" });
