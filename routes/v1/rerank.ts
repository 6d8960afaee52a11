import { respondCompanion } from "../../lib/gateway/companion/respond.ts";
import { endpoint } from "../../lib/gateway/endpoint.ts";
import { rerank } from "../../lib/surfaces/rerank/mod.ts";

export const handler = endpoint({
  POST: (call) => respondCompanion(call, rerank),
}, { access: "key" });
