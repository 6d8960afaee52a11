import { EmptyState } from "../../components/EmptyState.tsx";
import { Settings } from "../../components/icons.ts";
import { PageHead } from "../../components/PageHead.tsx";
import { define } from "../../define.ts";
import { speak } from "../../lib/i18n/mod.ts";

export default define.page(function SettingsPage({ req, url }) {
  const { settings, common } = speak(url, req.headers).words;
  return (
    <>
      <PageHead heading={settings.heading} lead={settings.lead} />
      <EmptyState icon={Settings} title={common.comingSoon} />
    </>
  );
});
