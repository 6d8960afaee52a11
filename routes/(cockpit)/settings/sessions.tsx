import { page } from "fresh";
import { SettingsHead } from "../../../components/settings/SettingsHead.tsx";
import { define } from "../../../define.ts";
import { SessionList } from "../../../islands/SessionList.tsx";
import { speak } from "../../../lib/i18n/mod.ts";

export const handler = define.handlers({
  GET: async ({ state: { services, session } }) => {
    const mark = await services.keys.ownerMark();
    const sessions = await services.sessions.list(mark);
    return page({
      sessions: sessions.map((one) => ({
        ...one,
        isCurrent: one.id === session?.id,
      })),
    });
  },
});

export default define.page<typeof handler>(function SessionsPage(
  { data, req, url },
) {
  const { language, words: { settings, common } } = speak(url, req.headers);
  return (
    <>
      <SettingsHead current="sessions" words={settings} />
      <section class="card stack" aria-labelledby="sessions-heading">
        <div>
          <h2 id="sessions-heading">{settings.sessions.heading}</h2>
          <p class="hint">{settings.sessions.lead}</p>
        </div>
        <SessionList
          {...data}
          language={language}
          words={{ settings, common }}
        />
      </section>
    </>
  );
});
