import { endpoint } from "../../../lib/gateway/endpoint.ts";
import { answerModelAction } from "../../../lib/gateway/google/model_action.ts";
import { googleModel } from "../../../lib/gateway/google/models.ts";
import { findListedModel } from "../../../lib/gateway/models/listed.ts";
import { decoded } from "../../../lib/http/decoded.ts";
import { json } from "../../../lib/http/json.ts";

export const handler = endpoint({
  GET: async ({ services, params, caller }) => {
    const id = decoded(params.id ?? "");
    return json(
      googleModel(await findListedModel(services, id, caller.policy)),
    );
  },
  POST: answerModelAction,
}, { access: "key", protocol: "gemini" });
