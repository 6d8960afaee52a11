import { page } from "fresh";
import { define } from "../../define.ts";
import { Keys } from "../../islands/Keys.tsx";
import { keyLinks } from "../../lib/gateway/keys/links.ts";
import {
  keyDetails,
  keyFigures,
  modelNames,
} from "../../lib/gateway/keys/overview.ts";
import { speak } from "../../lib/i18n/mod.ts";

export const handler = define.handlers({
  GET: async ({ req, state: { services } }) => {
    const now = Date.now();
    const [details, figures, models] = await Promise.all([
      keyDetails(services),
      keyFigures(services, now),
      modelNames(services),
    ]);
    const links = await keyLinks(services, req);
    return page({ keys: details.toReversed(), figures, models, links, now });
  },
});

export default define.page<typeof handler>(function KeysPage(
  { data, req, url },
) {
  const { language, words } = speak(url, req.headers);
  const { keys, common, surfaces } = words;
  return (
    <Keys {...data} language={language} words={{ keys, common, surfaces }} />
  );
});
