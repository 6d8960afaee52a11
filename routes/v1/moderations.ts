import { respondCompanion } from "../../lib/gateway/companion/respond.ts";
import { endpoint } from "../../lib/gateway/endpoint.ts";
import { moderations } from "../../lib/surfaces/moderations/mod.ts";

export const handler = endpoint({
  POST: (call) => respondCompanion(call, moderations),
}, { access: "key" });
