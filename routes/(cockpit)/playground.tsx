import { EmptyState } from "../../components/EmptyState.tsx";
import { FlaskConical } from "../../components/icons.ts";
import { PageHead } from "../../components/PageHead.tsx";
import { define } from "../../define.ts";
import { speak } from "../../lib/i18n/mod.ts";

export default define.page(function PlaygroundPage({ req, url }) {
  const { playground, common } = speak(url, req.headers).words;
  return (
    <>
      <PageHead heading={playground.heading} lead={playground.lead} />
      <EmptyState icon={FlaskConical} title={common.comingSoon} />
    </>
  );
});
