import type { CockpitStatus } from "../lib/gateway/cockpit_status.ts";
import type { Words } from "../lib/i18n/mod.ts";

export interface StatusProps {
  status: CockpitStatus;
  words: Words["home"];
}

/** Where the API is, whether it can remember, and who answers. */
export function Status({ status, words }: StatusProps) {
  return (
    <section aria-labelledby="status">
      <h2 id="status">{words.status}</h2>
      <dl class="facts">
        <dt>{words.baseUrl}</dt>
        <dd>
          <code>{status.baseUrl}</code>
        </dd>
        <dt>{words.database}</dt>
        <dd class={status.hasStorage ? "good" : "bad"}>
          {status.hasStorage ? words.databaseReady : words.databaseMissing}
        </dd>
        <dt>{words.answers}</dt>
        <dd class={status.answeredBy === "puter" ? "good" : "fair"}>
          {answerer(status, words)}
        </dd>
      </dl>
      {!status.hasStorage && <p class="notice">{words.databaseHelp}</p>}
      {status.answeredBy === "simulator" && (
        <p class="notice">{words.simulatorHelp}</p>
      )}
    </section>
  );
}

function answerer(status: CockpitStatus, words: Words["home"]): string {
  switch (status.answeredBy) {
    case "puter":
      return words.answeredByPuter;
    case "simulator":
      return words.answeredBySimulator;
    case "nobody":
      return words.answeredByNobody;
    case null:
      return words.answersUnknown;
  }
}
