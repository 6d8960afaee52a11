import { endpoint } from "../../../lib/gateway/endpoint.ts";
import { modelEntry } from "../../../lib/gateway/model_list.ts";
import {
  unknownModel,
  visibleChatModels,
} from "../../../lib/gateway/models.ts";
import { json } from "../../../lib/http/json.ts";

// Ids hold slashes, which some clients encode and others do not.
export const handler = endpoint({
  GET: async ({ services, params }) => {
    const id = decodeURIComponent(params.id ?? "");
    const models = await visibleChatModels(services);
    const found = models.find((model) => model.id === id);
    if (found === undefined) throw unknownModel(id);
    return json(modelEntry(found));
  },
}, { access: "key" });
