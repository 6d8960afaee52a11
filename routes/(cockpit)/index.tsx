import { page } from "fresh";
import { Examples } from "../../components/Examples.tsx";
import { Status } from "../../components/Status.tsx";
import { define } from "../../define.ts";
import { TryIt } from "../../islands/TryIt.tsx";
import { cockpitStatus } from "../../lib/gateway/cockpit_status.ts";
import { speak } from "../../lib/i18n/mod.ts";

export const handler = define.handlers({
  GET: async ({ req, state, url }) =>
    page({
      status: await cockpitStatus(state.services, url),
      words: speak(url, req.headers).words,
    }),
});

export default define.page<typeof handler>(function Home({ data }) {
  const { status, words } = data;
  return (
    <>
      <section class="hero">
        <h1>{words.home.headline}</h1>
        <p>{words.home.lead}</p>
      </section>
      <Status status={status} words={words.home} />
      <section aria-labelledby="try">
        <h2 id="try">{words.tryIt.heading}</h2>
        <TryIt words={words.tryIt} />
      </section>
      <Examples status={status} words={words.home} />
    </>
  );
});
