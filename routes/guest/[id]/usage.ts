import { endpoint } from "../../../lib/gateway/endpoint.ts";
import { guestUsage } from "../../../lib/gateway/guest.ts";
import { json } from "../../../lib/http/json.ts";

export const handler = endpoint({
  GET: async (call) => json(await guestUsage(call)),
}, { access: "key" });
