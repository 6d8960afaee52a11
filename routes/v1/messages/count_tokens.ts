import { countMessageTokens } from "../../../lib/gateway/chat/count_tokens.ts";
import { endpoint } from "../../../lib/gateway/endpoint.ts";

export const handler = endpoint({
  POST: countMessageTokens,
}, { access: "key", protocol: "anthropic" });
