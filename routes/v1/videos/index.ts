import { endpoint } from "../../../lib/gateway/endpoint.ts";
import { respondCreate } from "../../../lib/gateway/videos/create.ts";
import { listOwnVideos } from "../../../lib/gateway/videos/jobs_api.ts";

export const handler = endpoint({
  GET: listOwnVideos,
  POST: respondCreate,
}, { access: "key" });
