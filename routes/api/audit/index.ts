import { auditQuerySchema } from "../../../lib/gateway/api_schemas/audit.ts";
import { auditView } from "../../../lib/gateway/audit/view.ts";
import { endpoint } from "../../../lib/gateway/endpoint.ts";
import { json } from "../../../lib/http/json.ts";
import { listAuditEvents } from "../../../lib/store/audit.ts";
import { validate } from "../../../lib/surfaces/validate.ts";

export const handler = endpoint({
  GET: async ({ url, services }) => {
    const query = validate(
      auditQuerySchema,
      Object.fromEntries(url.searchParams),
    );
    const { store, audit } = services;
    // What has just been done should be seen.
    await audit.flush();
    const page = await listAuditEvents(store, { ...query, since: audit.since });
    return json({ events: page.events.map(auditView), cursor: page.cursor });
  },
}, { access: "owner" });
