import { accountActivity } from "../../../../lib/gateway/accounts/activity.ts";
import { endpoint } from "../../../../lib/gateway/endpoint.ts";
import { json } from "../../../../lib/http/json.ts";

export const handler = endpoint({
  GET: async ({ services, params }) =>
    json(await accountActivity(services, params.id ?? "")),
}, { access: "owner" });
