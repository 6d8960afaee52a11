import { endpoint } from "../../../../lib/gateway/endpoint.ts";
import { listInputItems } from "../../../../lib/gateway/responses/stored.ts";

export const handler = endpoint({ GET: listInputItems }, { access: "key" });
