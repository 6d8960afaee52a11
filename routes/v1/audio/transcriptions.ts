import { endpoint } from "../../../lib/gateway/endpoint.ts";
import { respondMedia } from "../../../lib/gateway/media/respond.ts";
import { transcriptions } from "../../../lib/gateway/media/transcription.ts";

export const handler = endpoint({
  POST: (call) => respondMedia(call, transcriptions),
}, { access: "key" });
