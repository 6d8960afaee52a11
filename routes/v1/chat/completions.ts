import { respondChat } from "../../../lib/gateway/chat/respond.ts";
import { endpoint } from "../../../lib/gateway/endpoint.ts";
import { chatCompletions } from "../../../lib/surfaces/chat_completions/mod.ts";

export const handler = endpoint({
  POST: (call) => respondChat(call, chatCompletions),
}, { access: "key" });
