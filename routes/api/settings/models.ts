import { modelNotesSchema } from "../../../lib/gateway/api_schemas/settings.ts";
import { endpoint } from "../../../lib/gateway/endpoint.ts";
import { readSettingsBody } from "../../../lib/gateway/owner/owner_body.ts";
import type { Services } from "../../../lib/gateway/services.ts";
import {
  changeSettings,
  settingsAnswer,
} from "../../../lib/gateway/settings/view.ts";

function modelNotes(services: Services) {
  const { models } = services.settings.current;
  return { object: "puter-2api.models", version: 1, models };
}

// What GET gives can be put into another gateway as it is.
export const handler = endpoint({
  GET: async ({ services }) => {
    await services.settings.load();
    return settingsAnswer(services, modelNotes(services));
  },
  PUT: async (call) => {
    const { models } = await readSettingsBody(call.req, modelNotesSchema);
    await changeSettings(call, { models });
    return settingsAnswer(call.services, modelNotes(call.services));
  },
}, { access: "owner" });
