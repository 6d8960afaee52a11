import { auditView } from "../../../../lib/gateway/audit/view.ts";
import { endpoint } from "../../../../lib/gateway/endpoint.ts";
import { notFound } from "../../../../lib/gateway/owner/owner_body.ts";
import { json } from "../../../../lib/http/json.ts";
import { getAuditEvent } from "../../../../lib/store/audit.ts";

export const handler = endpoint({
  GET: async ({ services, params }) => {
    const id = params.id ?? "";
    await services.audit.flush();
    const event = await getAuditEvent(services.store, id);
    if (event === null) throw notFound("event", id);
    return json(auditView(event));
  },
}, { access: "owner" });
