import { endpoint } from "../../../lib/gateway/endpoint.ts";
import { respondMedia } from "../../../lib/gateway/media/respond.ts";
import { speech } from "../../../lib/gateway/media/speech.ts";

export const handler = endpoint({
  POST: (call) => respondMedia(call, speech),
}, { access: "key" });
