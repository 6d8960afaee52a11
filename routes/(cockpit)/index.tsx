import { setCookie } from "@std/http/cookie";
import { page } from "fresh";
import { ConnectedNotice } from "../../components/accounts/ConnectedNotice.tsx";
import { Landing } from "../../components/Landing.tsx";
import { define } from "../../define.ts";
import { OverviewBoard } from "../../islands/OverviewBoard.tsx";
import { Welcome } from "../../islands/Welcome.tsx";
import { puterPages } from "../../lib/cockpit/puter_grant.ts";
import { overviewQuery } from "../../lib/gateway/api_schemas/overview.ts";
import {
  type CockpitStatus,
  cockpitStatus,
} from "../../lib/gateway/owner/cockpit_status.ts";
import {
  type FirstRun,
  firstRunOf,
} from "../../lib/gateway/owner/first_run.ts";
import { type Overview, overviewOf } from "../../lib/gateway/owner/overview.ts";
import { cookieOf } from "../../lib/http/cookies.ts";
import { speak } from "../../lib/i18n/mod.ts";

/** Set where the owner looks around before an account is connected. */
const LATER_COOKIE = "p2a_welcome";

const LATER_SECONDS = 7 * 24 * 60 * 60;

type View =
  | { kind: "landing"; status: CockpitStatus }
  | { kind: "welcome"; firstRun: FirstRun; hasPuterPages: boolean }
  | { kind: "overview"; overview: Overview };

export const handler = define.handlers({
  GET: async (ctx) => {
    const { req, state, url } = ctx;
    const { services } = state;
    const { words } = speak(url, req.headers);
    if (!state.session) {
      state.title = words.landing.headline;
      const status = await cockpitStatus(ctx);
      return page<View>({ kind: "landing", status });
    }
    const firstRun = await firstRunOf(services);
    const asks = url.searchParams.get("welcome");
    if (asks === "later") return lookAround(firstRun);
    const isLater = asks === null &&
      cookieOf(req.headers.get("cookie"), LATER_COOKIE) === "later";
    if (firstRun !== null && !isLater) {
      state.title = words.overview.welcome.heading;
      const pages = puterPages(services.config.puterApiUrl);
      const hasPuterPages = pages !== null;
      return page<View>({ kind: "welcome", firstRun, hasPuterPages });
    }
    const query = { period: url.searchParams.get("period") ?? undefined };
    const asked = overviewQuery.safeParse(query);
    const period = asked.success ? asked.data.period : "day";
    const overview = await overviewOf(ctx, period);
    return page<View>({ kind: "overview", overview });
  },
});

/** To what is there already; the overview offers the welcome again. */
function lookAround(firstRun: FirstRun | null): Response {
  const isEmpty = firstRun?.accounts === 0;
  const headers = new Headers({ location: isEmpty ? "/playground" : "/" });
  setCookie(headers, {
    name: LATER_COOKIE,
    value: "later",
    maxAge: LATER_SECONDS,
    path: "/",
    httpOnly: true,
    sameSite: "Lax",
  });
  return new Response(null, { status: 303, headers });
}

export default define.page<typeof handler>(function Home(
  { data, req, state, url },
) {
  const { language, words } = speak(url, req.headers);
  switch (data.kind) {
    case "landing":
      return <Landing status={data.status} words={words.landing} />;
    case "welcome":
      return (
        <>
          <ConnectedNotice
            outcome={url.searchParams.get("connected")}
            words={words.accounts}
          />
          <Welcome
            {...data.firstRun}
            hasPuterPages={data.hasPuterPages}
            hasSimulator={state.simulator !== null}
            words={words.overview.welcome}
            accountWords={words.accounts}
            common={words.common}
          />
        </>
      );
    case "overview":
      return (
        <OverviewBoard
          overview={data.overview}
          language={language}
          words={words.overview}
          live={words.common.live}
        />
      );
  }
});
