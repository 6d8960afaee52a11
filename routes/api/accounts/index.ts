import { connectAccount } from "../../../lib/gateway/accounts/actions.ts";
import {
  accountView,
  accountViews,
  incidentViews,
} from "../../../lib/gateway/accounts/views.ts";
import { tokenSchema } from "../../../lib/gateway/api_schemas/accounts.ts";
import { endpoint } from "../../../lib/gateway/endpoint.ts";
import { readOwnerBody } from "../../../lib/gateway/owner/owner_body.ts";
import { json } from "../../../lib/http/json.ts";

export const handler = endpoint({
  GET: async ({ services }) =>
    json({
      accounts: await accountViews(services),
      incidents: incidentViews(services),
    }),
  POST: async (call) => {
    const { req, services } = call;
    const { token } = await readOwnerBody(req, tokenSchema);
    const { account, outcome, messages } = await connectAccount(call, token);
    await services.reload();
    return json(
      { account: accountView(services, account), outcome, messages },
      outcome === "added" ? 201 : 200,
    );
  },
}, { access: "owner" });
