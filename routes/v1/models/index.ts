import { endpoint } from "../../../lib/gateway/endpoint.ts";
import { googleModelList } from "../../../lib/gateway/google/models.ts";
import { modelList } from "../../../lib/gateway/models/list_entry.ts";
import { listedModels } from "../../../lib/gateway/models/listed.ts";
import { guessProtocol } from "../../../lib/http/error_envelopes.ts";
import { json } from "../../../lib/http/json.ts";

export const handler = endpoint({
  GET: async ({ req, services, caller }) => {
    const models = await listedModels(services, caller.policy);
    // Google's clients ask here too when they name the version `v1`.
    return guessProtocol(req.headers) === "gemini"
      ? json(googleModelList(models))
      : json(modelList(models));
  },
}, { access: "key" });
