import { asset } from "fresh/runtime";
import { define } from "../define.ts";
import { speak } from "../lib/i18n/mod.ts";
import { themeOf } from "../lib/i18n/theme.ts";

const STYLES = ["tokens", "base", "shell", "components"];

export default define.page(function App({ Component, req, state, url }) {
  const { language, words } = speak(url, req.headers);
  const theme = themeOf(url, req.headers);
  const { page } = state;
  const own = page ? [`pages/${page}`] : state.styles ?? [];
  const styles = [...STYLES, ...own];
  const heading = state.title ?? (page ? words.shell.pages[page] : undefined);
  return (
    <html lang={language} data-theme={theme}>
      <head>
        <meta charset="utf-8" />
        <meta
          name="viewport"
          content="width=device-width, initial-scale=1, viewport-fit=cover"
        />
        <meta
          name="color-scheme"
          content={theme === "system" ? "light dark" : theme}
        />
        <title>{heading ? `${heading} · ${words.title}` : words.title}</title>
        <meta name="description" content={words.description} />
        <link rel="icon" href={asset("/favicon.svg")} type="image/svg+xml" />
        {styles.map((name) => (
          <link
            key={name}
            rel="stylesheet"
            href={asset(`/css/${name}.css`)}
          />
        ))}
      </head>
      <body>
        <Component />
      </body>
    </html>
  );
});
