import { endpoint } from "../../../lib/gateway/endpoint.ts";
import { googleModel } from "../../../lib/gateway/google/models.ts";
import { modelEntry } from "../../../lib/gateway/models/list_entry.ts";
import { findListedModel } from "../../../lib/gateway/models/listed.ts";
import { guessProtocol } from "../../../lib/http/error_envelopes.ts";
import { decoded } from "../../../lib/http/decoded.ts";
import { json } from "../../../lib/http/json.ts";

// Ids hold slashes, which some clients encode and others do not.
export const handler = endpoint({
  GET: async ({ req, services, params, caller }) => {
    const id = decoded(params.id ?? "");
    const model = await findListedModel(services, id, caller.policy);
    return guessProtocol(req.headers) === "gemini"
      ? json(googleModel(model))
      : json(modelEntry(model));
  },
}, { access: "key" });
