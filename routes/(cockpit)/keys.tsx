import { EmptyState } from "../../components/EmptyState.tsx";
import { KeyRound } from "../../components/icons.ts";
import { PageHead } from "../../components/PageHead.tsx";
import { define } from "../../define.ts";
import { speak } from "../../lib/i18n/mod.ts";

export default define.page(function KeysPage({ req, url }) {
  const { keys, common } = speak(url, req.headers).words;
  return (
    <>
      <PageHead heading={keys.heading} lead={keys.lead} />
      <EmptyState icon={KeyRound} title={common.comingSoon} />
    </>
  );
});
