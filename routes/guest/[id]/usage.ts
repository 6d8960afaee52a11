import { endpoint } from "../../../lib/gateway/endpoint.ts";
import { guestUsage } from "../../../lib/gateway/keys/guest.ts";
import { json } from "../../../lib/http/json.ts";

export const handler = endpoint({
  GET: async (call) => json(await guestUsage(call)),
}, { access: "key" });
