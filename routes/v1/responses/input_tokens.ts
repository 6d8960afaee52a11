import { endpoint } from "../../../lib/gateway/endpoint.ts";
import { countInputTokens } from "../../../lib/gateway/responses/input_tokens.ts";

export const handler = endpoint({ POST: countInputTokens }, { access: "key" });
