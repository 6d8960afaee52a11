import { connectPasted } from "../../../lib/gateway/accounts/paste.ts";
import { importSchema } from "../../../lib/gateway/api_schemas/accounts.ts";
import { endpoint } from "../../../lib/gateway/endpoint.ts";
import { readPastedBody } from "../../../lib/gateway/owner/owner_body.ts";
import { json } from "../../../lib/http/json.ts";

export const handler = endpoint({
  POST: async (call) => {
    const { text } = await readPastedBody(call.req, importSchema);
    return json(await connectPasted(call, text));
  },
}, { access: "owner" });
