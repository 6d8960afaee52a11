import { page } from "fresh";
import { PageHead } from "../../components/PageHead.tsx";
import { define } from "../../define.ts";
import { Connect } from "../../islands/Connect.tsx";
import { exampleModel } from "../../lib/gateway/keys/links.ts";
import { listedModels } from "../../lib/gateway/models/listed.ts";
import { SIMULATOR_PREFIX } from "../../lib/gateway/models/models.ts";
import { publicOrigin } from "../../lib/http/public_origin.ts";
import { speak } from "../../lib/i18n/mod.ts";

export const handler = define.handlers({
  GET: async ({ req, state: { services } }) => {
    const listed = await listedModels(services, null).catch(() => []);
    const model = exampleModel(services, listed);
    const models = listed.filter(({ kind }) => kind === "chat")
      .map(({ id }) => id);
    // What costs nothing comes first.
    const free = `${SIMULATOR_PREFIX}gpt-4o-mini`;
    return page({
      origin: publicOrigin(req, services.config.trustProxy),
      model,
      models,
      testModel: models.includes(free) ? free : model,
    });
  },
});

export default define.page<typeof handler>(function ConnectPage(
  { data, req, url },
) {
  const { language, words: { connect, common } } = speak(url, req.headers);
  return (
    <>
      <PageHead heading={connect.heading} lead={connect.lead} />
      <Connect {...data} language={language} words={{ connect, common }} />
    </>
  );
});
