import { endpoint } from "../../../../lib/gateway/endpoint.ts";
import { respondRemix } from "../../../../lib/gateway/videos/create.ts";

export const handler = endpoint({ POST: respondRemix }, { access: "key" });
