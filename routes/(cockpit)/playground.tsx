import { page } from "fresh";
import { PageHead } from "../../components/PageHead.tsx";
import { define } from "../../define.ts";
import { PlaygroundBoard } from "../../islands/PlaygroundBoard.tsx";
import { publicOrigin } from "../../lib/http/public_origin.ts";
import { speak } from "../../lib/i18n/mod.ts";

export const handler = define.handlers({
  GET({ req, state, url }) {
    const { config, puter } = state.services;
    const accounts = puter.pool.view().map(({ id, username }) => [
      id,
      username,
    ]);
    return page({
      baseUrl: `${publicOrigin(req, config.trustProxy)}/v1`,
      accounts: Object.fromEntries(accounts) as Record<string, string>,
      requestId: url.searchParams.get("request"),
    });
  },
});

export default define.page<typeof handler>(function PlaygroundPage(
  { data, req, url },
) {
  const { language, words } = speak(url, req.headers);
  const { playground: play, common } = words;
  return (
    <>
      <PageHead heading={play.heading} lead={play.lead} />
      <PlaygroundBoard words={{ play, common, language }} {...data} />
    </>
  );
});
