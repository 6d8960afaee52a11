import { endpoint } from "../../../lib/gateway/endpoint.ts";
import { speechModels } from "../../../lib/gateway/media/speech_lists.ts";
import { json } from "../../../lib/http/json.ts";

export const handler = endpoint({
  GET: async ({ services, caller }) => {
    const models = await speechModels(services, caller.policy);
    return json({
      models: models.map(({ id, model, label }) => ({
        id,
        name: label ?? model.name ?? id,
      })),
    });
  },
}, { access: "key" });
