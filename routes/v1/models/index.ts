import { endpoint } from "../../../lib/gateway/endpoint.ts";
import { modelList } from "../../../lib/gateway/model_list.ts";
import { listedModels } from "../../../lib/gateway/listed_models.ts";
import { json } from "../../../lib/http/json.ts";

export const handler = endpoint({
  GET: async ({ services, caller }) =>
    json(modelList(await listedModels(services, caller.policy))),
}, { access: "key" });
