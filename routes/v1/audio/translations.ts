import { endpoint } from "../../../lib/gateway/endpoint.ts";
import { respondMedia } from "../../../lib/gateway/media/respond.ts";
import { translations } from "../../../lib/gateway/media/transcription.ts";

export const handler = endpoint({
  POST: (call) => respondMedia(call, translations),
}, { access: "key" });
