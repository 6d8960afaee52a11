import { page } from "fresh";
import { Landing } from "../../components/Landing.tsx";
import { PageHead } from "../../components/PageHead.tsx";
import { define } from "../../define.ts";
import { cockpitStatus } from "../../lib/gateway/cockpit_status.ts";
import { speak } from "../../lib/i18n/mod.ts";

export const handler = define.handlers({
  GET: async ({ state, url }) =>
    page({ status: await cockpitStatus(state.services, url) }),
});

export default define.page<typeof handler>(function Home(
  { data, req, state, url },
) {
  const { landing, overview } = speak(url, req.headers).words;
  if (!state.session) return <Landing status={data.status} words={landing} />;
  return <PageHead heading={overview.heading} lead={overview.lead} />;
});
