import { endpoint } from "../../../../lib/gateway/endpoint.ts";
import {
  deleteOwnVideo,
  showVideo,
} from "../../../../lib/gateway/videos/jobs_api.ts";

export const handler = endpoint({
  GET: showVideo,
  DELETE: deleteOwnVideo,
}, { access: "key" });
