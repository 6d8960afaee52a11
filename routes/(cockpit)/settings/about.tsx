import { page } from "fresh";
import { Notice } from "../../../components/Notice.tsx";
import { RelativeTime } from "../../../components/RelativeTime.tsx";
import { SettingsHead } from "../../../components/settings/SettingsHead.tsx";
import { define } from "../../../define.ts";
import { about } from "../../../lib/gateway/owner/about.ts";
import { speak } from "../../../lib/i18n/mod.ts";

/** What the cockpit and the gateway are made of, with its licences. */
const LIBRARIES = [
  ["Deno", "MIT", "https://deno.com"],
  ["Fresh", "MIT", "https://fresh.deno.dev"],
  ["Preact", "MIT", "https://preactjs.com"],
  ["Zod", "MIT", "https://zod.dev"],
  ["gpt-tokenizer", "MIT", "https://github.com/niieani/gpt-tokenizer"],
  ["ipaddr.js", "MIT", "https://github.com/whitequark/ipaddr.js"],
  ["Lucide", "ISC", "https://lucide.dev"],
  ["uPlot", "MIT", "https://github.com/leeoniya/uPlot"],
  ["marked", "MIT", "https://marked.js.org"],
  ["DOMPurify", "MPL-2.0 / Apache-2.0", "https://github.com/cure53/DOMPurify"],
  ["highlight.js", "BSD-3-Clause", "https://highlightjs.org"],
  ["TanStack Virtual", "MIT", "https://tanstack.com/virtual"],
] as const;

const PUTER_TERMS = "https://puter.com/terms";

export const handler = define.handlers({
  GET: ({ state: { services } }) => page({ facts: about(services) }),
});

export default define.page<typeof handler>(function AboutPage(
  { data: { facts }, req, url },
) {
  const { language, words: { settings } } = speak(url, req.headers);
  const { about: words } = settings;
  return (
    <>
      <SettingsHead current="about" words={settings} />
      <div class="stack">
        {facts.warnings.map((warning) => (
          <Notice key={warning} tone="fair">{warning}</Notice>
        ))}
        <section class="card" aria-labelledby="about-heading">
          <h2 id="about-heading">{words.heading}</h2>
          <dl class="facts about-facts">
            <dt>{words.version}</dt>
            <dd>{facts.version}</dd>
            <dt>{words.runtime}</dt>
            <dd>{facts.runtime}</dd>
            <dt>{words.instance}</dt>
            <dd>
              <code>{facts.instance}</code>
            </dd>
            <dt>{words.started}</dt>
            <dd>
              <RelativeTime at={facts.startedAt} language={language} />
            </dd>
            <dt>{words.storage}</dt>
            <dd>{words.storages[facts.storage]}</dd>
            <dt>{words.sealing}</dt>
            <dd>{words.sealings[facts.sealing]}</dd>
            <dt>{words.licence}</dt>
            <dd>{words.licenceText}</dd>
          </dl>
          <p>
            <a href="/openapi.json">{words.reference}</a>
          </p>
        </section>
        <section class="card stack-s" aria-labelledby="about-puter">
          <h2 id="about-puter">{words.puter}</h2>
          <p class="about-text">{words.puterText}</p>
          <p>
            <a href={PUTER_TERMS} rel="noreferrer" target="_blank">
              {words.puterTerms}
            </a>
          </p>
        </section>
        <section class="card stack-s" aria-labelledby="about-libraries">
          <h2 id="about-libraries">{words.libraries}</h2>
          <ul class="plain libraries">
            {LIBRARIES.map(([name, licence, address]) => (
              <li key={name}>
                <a href={address} rel="noreferrer" target="_blank">{name}</a>
                {" "}
                <span class="small quiet">{licence}</span>
              </li>
            ))}
          </ul>
        </section>
      </div>
    </>
  );
});
