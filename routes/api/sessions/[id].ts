import { endpoint } from "../../../lib/gateway/endpoint.ts";
import { notFound } from "../../../lib/gateway/owner/owner_body.ts";
import { json } from "../../../lib/http/json.ts";

export const handler = endpoint({
  DELETE: async (call) => {
    const { services } = call;
    const id = call.params.id ?? "";
    const session = await services.sessions.revoke(id);
    if (session === null) throw notFound("session", id);
    services.audit.note({
      action: "session.revoke",
      target: id,
      before: { address: session.address, userAgent: session.userAgent },
      by: call,
    });
    return json({ id, deleted: true });
  },
}, { access: "owner" });
