import { page } from "fresh";
import { Notice } from "../../../components/Notice.tsx";
import { SettingsHead } from "../../../components/settings/SettingsHead.tsx";
import { define } from "../../../define.ts";
import { Backup } from "../../../islands/Backup.tsx";
import { speak } from "../../../lib/i18n/mod.ts";
import { isRestoring } from "../../../lib/store/restore.ts";

export const handler = define.handlers({
  GET: async ({ state: { services } }) =>
    page({ isBusy: await isRestoring(services.store) }),
});

export default define.page<typeof handler>(function BackupPage(
  { data, req, url },
) {
  const { language, words: { settings, common } } = speak(url, req.headers);
  return (
    <>
      <SettingsHead current="backup" words={settings} />
      {data.isBusy && <Notice tone="fair">{settings.backup.busy}</Notice>}
      <Backup language={language} words={{ settings, common }} />
    </>
  );
});
