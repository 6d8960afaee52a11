import { endpoint } from "../../../lib/gateway/endpoint.ts";
import { respondResponse } from "../../../lib/gateway/responses/respond.ts";

export const handler = endpoint({
  POST: respondResponse,
}, { access: "key" });
