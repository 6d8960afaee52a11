import { HttpError, type PageProps } from "fresh";
import { speak } from "../../lib/i18n/mod.ts";

export default function ErrorPage({ error, req, url }: PageProps) {
  const { language, words } = speak(url, req.headers);
  const isMissing = error instanceof HttpError && error.status === 404;
  return (
    <section class="hero">
      <h1>{isMissing ? words.error.notFound : words.error.failed}</h1>
      <p>{isMissing ? words.error.notFoundHelp : words.error.failedHelp}</p>
      <p>
        <a href={`/?lang=${language}`}>{words.error.home}</a>
      </p>
    </section>
  );
}
