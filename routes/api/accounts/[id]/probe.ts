import { probeAccount } from "../../../../lib/gateway/accounts/actions.ts";
import { endpoint } from "../../../../lib/gateway/endpoint.ts";
import { json } from "../../../../lib/http/json.ts";

export const handler = endpoint({
  POST: async ({ services, params }) =>
    json(await probeAccount(services, params.id ?? "")),
}, { access: "owner" });
