import { EmptyState } from "../../components/EmptyState.tsx";
import { ChartColumn } from "../../components/icons.ts";
import { PageHead } from "../../components/PageHead.tsx";
import { define } from "../../define.ts";
import { speak } from "../../lib/i18n/mod.ts";

export default define.page(function AnalyticsPage({ req, url }) {
  const { analytics, common } = speak(url, req.headers).words;
  return (
    <>
      <PageHead heading={analytics.heading} lead={analytics.lead} />
      <EmptyState icon={ChartColumn} title={common.comingSoon} />
    </>
  );
});
