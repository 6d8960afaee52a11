import { define } from "../../define.ts";
import { speak } from "../../lib/i18n/mod.ts";

export default define.layout(function Layout({ Component, req, url }) {
  const { language, words } = speak(url, req.headers);
  const other = language === "en" ? "zh" : "en";
  return (
    <>
      <a class="skip" href="#content">{words.skip}</a>
      <header class="top">
        <a class="brand" href={`/?lang=${language}`}>{words.title}</a>
        <a href={`?lang=${other}`} hreflang={other} lang={other}>
          {words.otherLanguage}
        </a>
      </header>
      <main id="content">
        <Component />
      </main>
    </>
  );
});
