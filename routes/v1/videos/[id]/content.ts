import { endpoint } from "../../../../lib/gateway/endpoint.ts";
import { videoContent } from "../../../../lib/gateway/videos/content.ts";

export const handler = endpoint({ GET: videoContent }, { access: "key" });
