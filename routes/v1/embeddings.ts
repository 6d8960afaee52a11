import { respondCompanion } from "../../lib/gateway/companion/respond.ts";
import { endpoint } from "../../lib/gateway/endpoint.ts";
import { embeddings } from "../../lib/surfaces/embeddings/mod.ts";

export const handler = endpoint({
  POST: (call) => respondCompanion(call, embeddings),
}, { access: "key" });
