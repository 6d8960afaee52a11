import {
  KeyListQuery,
  NewKeyBody,
} from "../../../lib/gateway/api_schemas/keys.ts";
import { endpoint } from "../../../lib/gateway/endpoint.ts";
import { makeKey } from "../../../lib/gateway/keys/actions.ts";
import { keyDetails } from "../../../lib/gateway/keys/overview.ts";
import { readOwnerBody } from "../../../lib/gateway/owner/owner_body.ts";
import { json } from "../../../lib/http/json.ts";
import { validate } from "../../../lib/surfaces/validate.ts";

export const handler = endpoint({
  GET: async ({ services, url }) => {
    const { usage } = validate(
      KeyListQuery,
      Object.fromEntries(url.searchParams),
    );
    return json({
      keys: usage === "true"
        ? await keyDetails(services)
        : await services.keys.list(),
    });
  },
  POST: async (call) => {
    const options = await readOwnerBody(call.req, NewKeyBody);
    return json(await makeKey(call, options), 201);
  },
}, { access: "owner" });
