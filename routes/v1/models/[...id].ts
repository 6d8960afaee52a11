import { endpoint } from "../../../lib/gateway/endpoint.ts";
import { modelEntry } from "../../../lib/gateway/model_list.ts";
import { findListedModel } from "../../../lib/gateway/listed_models.ts";
import { json } from "../../../lib/http/json.ts";

// Ids hold slashes, which some clients encode and others do not.
export const handler = endpoint({
  GET: async ({ services, params, caller }) => {
    const id = decodeURIComponent(params.id ?? "");
    return json(modelEntry(await findListedModel(services, id, caller.policy)));
  },
}, { access: "key" });
