import { respondChat } from "../../lib/gateway/chat/respond.ts";
import { endpoint } from "../../lib/gateway/endpoint.ts";
import { completions } from "../../lib/surfaces/completions/mod.ts";

export const handler = endpoint({
  POST: (call) => respondChat(call, completions),
}, { access: "key" });
