import { backupSchema } from "../../../lib/gateway/api_schemas/backup.ts";
import {
  BACKUP_VERSION,
  backupLines,
} from "../../../lib/gateway/backup/writer.ts";
import { endpoint } from "../../../lib/gateway/endpoint.ts";
import { readOwnerBody } from "../../../lib/gateway/owner/owner_body.ts";
import { json } from "../../../lib/http/json.ts";
import { BACKUP_PARTS } from "../../../lib/store/backup_parts.ts";
import { isRestoring } from "../../../lib/store/restore.ts";

export const handler = endpoint({
  GET: async ({ services }) =>
    json({
      version: BACKUP_VERSION,
      parts: [...new Set(BACKUP_PARTS.map(({ name }) => name))],
      restoring: await isRestoring(services.store),
    }),
  POST: async (call) => {
    const { services } = call;
    const { passphrase } = await readOwnerBody(call.req, backupSchema);
    await services.ready();
    services.audit.note({ action: "backup.make", target: "backup", by: call });
    await Promise.all([services.audit.flush(), services.usage.flush()]);
    const lines = backupLines({ ...services, passphrase });
    const day = new Date().toISOString().slice(0, 10);
    return new Response(
      ReadableStream.from(lines).pipeThrough(new TextEncoderStream()),
      {
        headers: {
          "content-type": "application/x-ndjson",
          "content-disposition":
            `attachment; filename="puter-2api-${day}.backup"`,
          "cache-control": "no-store",
        },
      },
    );
  },
}, { access: "owner" });
