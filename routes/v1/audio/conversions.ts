import { endpoint } from "../../../lib/gateway/endpoint.ts";
import { respondMedia } from "../../../lib/gateway/media/respond.ts";
import { voiceConversion } from "../../../lib/gateway/media/voice_conversion.ts";

export const handler = endpoint({
  POST: (call) => respondMedia(call, voiceConversion),
}, { access: "key" });
