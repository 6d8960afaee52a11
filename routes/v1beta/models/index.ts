import { endpoint } from "../../../lib/gateway/endpoint.ts";
import { googleModelList } from "../../../lib/gateway/google/models.ts";
import { listedModels } from "../../../lib/gateway/models/listed.ts";
import { json } from "../../../lib/http/json.ts";

export const handler = endpoint({
  GET: async ({ services, caller }) =>
    json(googleModelList(await listedModels(services, caller.policy))),
}, { access: "key", protocol: "gemini" });
