import { AppShell } from "../../components/shell/AppShell.tsx";
import { BareShell } from "../../components/shell/BareShell.tsx";
import { SimulatorBanner } from "../../components/shell/SimulatorBanner.tsx";
import { define } from "../../define.ts";
import { speak } from "../../lib/i18n/mod.ts";
import { themeOf } from "../../lib/i18n/theme.ts";

export default define.layout(function Layout({ Component, req, state, url }) {
  const speech = speak(url, req.headers);
  const { shell } = speech.words;
  const theme = themeOf(url, req.headers);
  const isOwner = Boolean(state.session);
  const banner = state.simulator && (
    <SimulatorBanner
      simulator={state.simulator}
      words={shell}
      isOwner={isOwner}
    />
  );
  const page = state.page ?? null;
  return (
    <>
      <a class="skip" href="#content">{shell.skip}</a>
      {isOwner
        ? (
          <AppShell page={page} speech={speech} theme={theme} banner={banner}>
            <Component />
          </AppShell>
        )
        : (
          <BareShell url={url} speech={speech} theme={theme} banner={banner}>
            <Component />
          </BareShell>
        )}
    </>
  );
});
