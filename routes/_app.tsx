import { asset } from "fresh/runtime";
import { define } from "../define.ts";
import { speak } from "../lib/i18n/mod.ts";

export default define.page(function App({ Component, req, url }) {
  const { language, words } = speak(url, req.headers);
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{words.title}</title>
        <meta name="description" content={words.description} />
        <link rel="icon" href={asset("/favicon.svg")} type="image/svg+xml" />
        <link rel="stylesheet" href={asset("/styles.css")} />
      </head>
      <body>
        <Component />
      </body>
    </html>
  );
});
