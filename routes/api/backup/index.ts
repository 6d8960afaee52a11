import { backupSchema } from "../../../lib/gateway/api_schemas/backup.ts";
import { backupLines } from "../../../lib/gateway/backup_writer.ts";
import { endpoint } from "../../../lib/gateway/endpoint.ts";
import { readOwnerBody } from "../../../lib/gateway/owner_body.ts";

export const handler = endpoint({
  POST: async (call) => {
    const { services } = call;
    const { passphrase } = await readOwnerBody(call.req, backupSchema);
    await services.ready();
    services.audit.note({ action: "backup.make", target: "backup", by: call });
    await services.audit.flush();
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
