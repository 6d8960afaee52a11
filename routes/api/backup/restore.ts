import { endpoint } from "../../../lib/gateway/endpoint.ts";
import { restoreBackup } from "../../../lib/gateway/backup/restore.ts";
import { json } from "../../../lib/http/json.ts";

export const handler = endpoint({
  POST: async (call) => {
    const { services } = call;
    await services.ready();
    const restored = await restoreBackup(services, call.req.body);
    await services.reload();
    const { records, parts } = restored;
    services.audit.note({
      action: "backup.restore",
      target: "backup",
      after: { records, parts },
      by: call,
    });
    return json(restored);
  },
}, { access: "owner" });
