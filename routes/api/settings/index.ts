import { settingsPatchSchema } from "../../../lib/gateway/api_schemas/settings.ts";
import { endpoint } from "../../../lib/gateway/endpoint.ts";
import { readSettingsBody } from "../../../lib/gateway/owner_body.ts";
import {
  settingsAnswer,
  settingsView,
  versionAsked,
} from "../../../lib/gateway/settings_view.ts";

export const handler = endpoint({
  GET: async ({ services }) => {
    await services.settings.load();
    return settingsAnswer(services, settingsView(services));
  },
  PATCH: async ({ req, services }) => {
    const version = versionAsked(req.headers);
    const patch = await readSettingsBody(req, settingsPatchSchema);
    await services.settings.change(patch, { version });
    return settingsAnswer(services, settingsView(services));
  },
}, { access: "owner" });
