import {
  changeAccountAsOwner,
  removeAccount,
} from "../../../../lib/gateway/accounts/actions.ts";
import { accountView } from "../../../../lib/gateway/accounts/views.ts";
import { accountPatchSchema } from "../../../../lib/gateway/api_schemas/accounts.ts";
import { endpoint } from "../../../../lib/gateway/endpoint.ts";
import {
  notFound,
  readOwnerBody,
} from "../../../../lib/gateway/owner/owner_body.ts";
import { json } from "../../../../lib/http/json.ts";

export const handler = endpoint({
  GET: async ({ services, params }) => {
    const id = params.id ?? "";
    await services.ready();
    const account = await services.accounts.get(id);
    if (account === null) throw notFound("account", id);
    return json(accountView(services, account));
  },
  PATCH: async (call) => {
    const choices = await readOwnerBody(call.req, accountPatchSchema);
    const id = call.params.id ?? "";
    return json(await changeAccountAsOwner(call, id, choices));
  },
  DELETE: async (call) => {
    const id = call.params.id ?? "";
    await removeAccount(call, id);
    await call.services.reload();
    return json({ id, deleted: true });
  },
}, { access: "owner" });
