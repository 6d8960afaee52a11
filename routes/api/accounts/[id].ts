import { accountView } from "../../../lib/gateway/account_views.ts";
import { endpoint } from "../../../lib/gateway/endpoint.ts";
import { notFound } from "../../../lib/gateway/owner_body.ts";
import { json } from "../../../lib/http/json.ts";

export const handler = endpoint({
  GET: async ({ services, params }) => {
    const id = params.id ?? "";
    await services.ready();
    const account = await services.accounts.get(id);
    if (account === null) throw notFound("account", id);
    return json(accountView(services, account));
  },
  DELETE: async ({ services, params }) => {
    const id = params.id ?? "";
    if (!await services.accounts.remove(id)) throw notFound("account", id);
    await services.reload();
    return json({ id, deleted: true });
  },
}, { access: "owner" });
