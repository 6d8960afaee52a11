import { auditView } from "../../../../lib/gateway/audit/view.ts";
import { endpoint } from "../../../../lib/gateway/endpoint.ts";
import { undoEvent } from "../../../../lib/gateway/audit/undo.ts";
import { json } from "../../../../lib/http/json.ts";

export const handler = endpoint({
  POST: async (call) =>
    json(auditView(await undoEvent(call, call.params.id ?? "")), 201),
}, { access: "owner" });
