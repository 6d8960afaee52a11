import { HttpError, type PageProps } from "fresh";
import { LinkButton } from "../../components/Button.tsx";
import { speak } from "../../lib/i18n/mod.ts";

export default function ErrorPage({ error, req, url }: PageProps) {
  const words = speak(url, req.headers).words.shell.error;
  const isMissing = error instanceof HttpError && error.status === 404;
  return (
    <section class="stack">
      <h1>{isMissing ? words.notFound : words.failed}</h1>
      <p class="quiet">{isMissing ? words.notFoundHelp : words.failedHelp}</p>
      <div class="cluster">
        <LinkButton href="/">{words.home}</LinkButton>
      </div>
    </section>
  );
}
