import { EmptyState } from "../../components/EmptyState.tsx";
import { Plug } from "../../components/icons.ts";
import { PageHead } from "../../components/PageHead.tsx";
import { define } from "../../define.ts";
import { speak } from "../../lib/i18n/mod.ts";

export default define.page(function ConnectPage({ req, url }) {
  const { connect, common } = speak(url, req.headers).words;
  return (
    <>
      <PageHead heading={connect.heading} lead={connect.lead} />
      <EmptyState icon={Plug} title={common.comingSoon} />
    </>
  );
});
