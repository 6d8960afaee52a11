import { endpoint } from "../../lib/gateway/endpoint.ts";
import { respondMedia } from "../../lib/gateway/media/respond.ts";
import { ocr } from "../../lib/gateway/media/ocr.ts";

export const handler = endpoint({
  POST: (call) => respondMedia(call, ocr),
}, { access: "key" });
