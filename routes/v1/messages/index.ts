import { respondChat } from "../../../lib/gateway/chat/respond.ts";
import { endpoint } from "../../../lib/gateway/endpoint.ts";
import { messages } from "../../../lib/surfaces/messages/mod.ts";

export const handler = endpoint({
  POST: (call) => respondChat(call, messages),
}, { access: "key", protocol: "anthropic" });
