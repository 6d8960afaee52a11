import { endpoint } from "../../../lib/gateway/endpoint.ts";
import { speechVoices } from "../../../lib/gateway/media/speech_lists.ts";
import { json } from "../../../lib/http/json.ts";

export const handler = endpoint({
  GET: async ({ services, caller }) =>
    json({ voices: await speechVoices(services, caller.policy) }),
}, { access: "key" });
