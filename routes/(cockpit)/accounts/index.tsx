import { page } from "fresh";
import { ConnectedNotice } from "../../../components/accounts/ConnectedNotice.tsx";
import { define } from "../../../define.ts";
import { Accounts } from "../../../islands/Accounts.tsx";
import type { AccountList } from "../../../lib/browser/api_types.ts";
import { puterPages } from "../../../lib/cockpit/puter_grant.ts";
import {
  accountViews,
  incidentViews,
} from "../../../lib/gateway/accounts/views.ts";
import { speak } from "../../../lib/i18n/mod.ts";

export const handler = define.handlers({
  GET: async ({ state: { services } }) => {
    const { strategy, affinity } = services.settings.current;
    return page({
      // As the API gives it, which is what the island asks for later.
      list: {
        accounts: await accountViews(services),
        incidents: incidentViews(services),
      } as unknown as AccountList,
      strategy,
      affinity,
      hasPuterPages: puterPages(services.config.puterApiUrl) !== null,
      now: Date.now(),
    });
  },
});

export default define.page<typeof handler>(function AccountsPage(
  { data, req, url },
) {
  const { language, words } = speak(url, req.headers);
  const { accounts, common } = words;
  const { list, ...more } = data;
  const connected = url.searchParams.get("connected");
  return (
    <>
      <ConnectedNotice outcome={connected} words={accounts} />
      <Accounts
        {...list}
        {...more}
        isConnecting={url.searchParams.has("connect")}
        words={accounts}
        common={common}
        language={language}
      />
    </>
  );
});
