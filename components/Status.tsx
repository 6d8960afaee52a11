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
        <dt>{words.databaseName}</dt>
        <dd class={status.storage === "ready" ? "good" : "bad"}>
          {words.database[status.storage]}
        </dd>
        <dt>{words.answers}</dt>
        <dd class={status.answeredBy === "puter" ? "good" : "fair"}>
          {words.answeredBy[status.answeredBy ?? "unknown"]}
        </dd>
      </dl>
      {status.storage !== "ready" && (
        <p class="notice">{words.databaseHelp[status.storage]}</p>
      )}
      {status.answeredBy === "simulator" && (
        <p class="notice">{words.simulatorHelp}</p>
      )}
    </section>
  );
}
