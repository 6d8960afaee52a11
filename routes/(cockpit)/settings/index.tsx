import { page } from "fresh";
import { SettingsHead } from "../../../components/settings/SettingsHead.tsx";
import { define } from "../../../define.ts";
import { GeneralSettings } from "../../../islands/GeneralSettings.tsx";
import { listedModels } from "../../../lib/gateway/models/listed.ts";
import {
  settingsEtag,
  settingsView,
} from "../../../lib/gateway/settings/view.ts";
import { speak } from "../../../lib/i18n/mod.ts";

export const handler = define.handlers({
  GET: async ({ state: { services } }) => {
    await Promise.all([services.settings.load(), services.companion.load()]);
    const listed = await listedModels(services, null).catch(() => []);
    return page({
      view: settingsView(services),
      etag: settingsEtag(services),
      companion: services.companion.view,
      models: listed.map(({ id }) => id),
    });
  },
});

export default define.page<typeof handler>(function SettingsPage(
  { data, req, url },
) {
  const { language, words: { settings, common } } = speak(url, req.headers);
  return (
    <>
      <SettingsHead current="general" words={settings} />
      <GeneralSettings
        {...data}
        language={language}
        words={{ settings, common }}
      />
    </>
  );
});
