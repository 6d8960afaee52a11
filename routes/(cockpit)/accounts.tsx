import { EmptyState } from "../../components/EmptyState.tsx";
import { Users } from "../../components/icons.ts";
import { PageHead } from "../../components/PageHead.tsx";
import { define } from "../../define.ts";
import { speak } from "../../lib/i18n/mod.ts";

export default define.page(function AccountsPage({ req, url }) {
  const { accounts, common } = speak(url, req.headers).words;
  return (
    <>
      <PageHead heading={accounts.heading} lead={accounts.lead} />
      <EmptyState icon={Users} title={common.comingSoon} />
    </>
  );
});
