import { EmptyState } from "../../components/EmptyState.tsx";
import { Activity } from "../../components/icons.ts";
import { PageHead } from "../../components/PageHead.tsx";
import { define } from "../../define.ts";
import { speak } from "../../lib/i18n/mod.ts";

export default define.page(function RequestsPage({ req, url }) {
  const { requests, common } = speak(url, req.headers).words;
  return (
    <>
      <PageHead heading={requests.heading} lead={requests.lead} />
      <EmptyState icon={Activity} title={common.comingSoon} />
    </>
  );
});
