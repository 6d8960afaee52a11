import { settingsPatchSchema } from "../../../lib/gateway/api_schemas/settings.ts";
import { endpoint } from "../../../lib/gateway/endpoint.ts";
import { readSettingsBody } from "../../../lib/gateway/owner/owner_body.ts";
import {
  changeSettings,
  settingsAnswer,
  settingsView,
} from "../../../lib/gateway/settings/view.ts";

export const handler = endpoint({
  GET: async ({ services }) => {
    await services.settings.load();
    return settingsAnswer(services, settingsView(services));
  },
  PATCH: async (call) => {
    const patch = await readSettingsBody(call.req, settingsPatchSchema);
    await changeSettings(call, patch);
    return settingsAnswer(call.services, settingsView(call.services));
  },
}, { access: "owner" });
