import { endpoint } from "../../../lib/gateway/endpoint.ts";
import { modelList } from "../../../lib/gateway/model_list.ts";
import { visibleChatModels } from "../../../lib/gateway/models.ts";
import { json } from "../../../lib/http/json.ts";

export const handler = endpoint({
  GET: async ({ services }) =>
    json(modelList(await visibleChatModels(services))),
}, { access: "key" });
