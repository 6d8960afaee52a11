import { endpoint } from "../../../lib/gateway/endpoint.ts";
import { imageGenerations } from "../../../lib/gateway/media/images/surface.ts";
import { respondMedia } from "../../../lib/gateway/media/respond.ts";

export const handler = endpoint({
  POST: (call) => respondMedia(call, imageGenerations),
}, { access: "key" });
