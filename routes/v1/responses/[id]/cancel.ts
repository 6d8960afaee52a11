import { endpoint } from "../../../../lib/gateway/endpoint.ts";
import { cancelResponse } from "../../../../lib/gateway/responses/stored.ts";

export const handler = endpoint({ POST: cancelResponse }, { access: "key" });
