import { KeyRotationBody } from "../../../../lib/gateway/api_schemas/keys.ts";
import { endpoint } from "../../../../lib/gateway/endpoint.ts";
import { rotateKey } from "../../../../lib/gateway/keys/actions.ts";
import { readOwnerBody } from "../../../../lib/gateway/owner/owner_body.ts";
import { json } from "../../../../lib/http/json.ts";

export const handler = endpoint({
  POST: async (call) => {
    const { graceSeconds } = await readOwnerBody(call.req, KeyRotationBody);
    const id = call.params.id ?? "";
    return json(await rotateKey(call, id, graceSeconds * 1000));
  },
}, { access: "owner" });
