import { page } from "fresh";
import { SettingsHead } from "../../../components/settings/SettingsHead.tsx";
import { define } from "../../../define.ts";
import { ModelSettings } from "../../../islands/ModelSettings.tsx";
import { visibleModels } from "../../../lib/gateway/models/models.ts";
import { settingsEtag } from "../../../lib/gateway/settings/view.ts";
import { speak } from "../../../lib/i18n/mod.ts";

export const handler = define.handlers({
  GET: async ({ state: { services } }) => {
    await services.settings.load();
    const { models: notes } = services.settings.current;
    const extras = new Set(
      notes.filter(({ extra }) => extra).map(({ id }) => id),
    );
    const visible = await visibleModels(services).catch(() => []);
    const models = visible.filter(({ id }) => !extras.has(id))
      .map(({ id, model }) => ({ id, name: model.name ?? id }));
    return page({ models, notes, etag: settingsEtag(services) });
  },
});

export default define.page<typeof handler>(function ModelSettingsPage(
  { data, req, url },
) {
  const { settings, common } = speak(url, req.headers).words;
  return (
    <>
      <SettingsHead current="models" words={settings} />
      <ModelSettings {...data} words={{ settings, common }} />
    </>
  );
});
