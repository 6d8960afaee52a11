import type { CockpitStatus } from "../lib/gateway/owner/cockpit_status.ts";
import type { Words } from "../lib/i18n/mod.ts";
import { Badge } from "./Badge.tsx";
import { CircleCheck, FlaskConical, TriangleAlert } from "./icons.ts";
import { Notice } from "./Notice.tsx";

export interface StatusProps {
  status: CockpitStatus;
  words: Words["landing"];
}

/** Where the API is, whether it can remember, and who answers. */
export function Status({ status, words }: StatusProps) {
  const { answeredBy, baseUrl, storage } = status;
  const isStored = storage === "ready";
  const isReal = answeredBy === "puter";
  return (
    <section aria-labelledby="status">
      <h2 id="status">{words.status}</h2>
      <dl class="facts card">
        <dt>{words.baseUrl}</dt>
        <dd>
          <code>{baseUrl}</code>
        </dd>
        <dt>{words.databaseName}</dt>
        <dd>
          <Badge
            tone={isStored ? "good" : "bad"}
            icon={isStored ? CircleCheck : TriangleAlert}
          >
            {words.database[storage]}
          </Badge>
        </dd>
        <dt>{words.answers}</dt>
        <dd>
          <Badge
            tone={isReal ? "good" : "fair"}
            icon={isReal ? CircleCheck : FlaskConical}
          >
            {words.answeredBy[answeredBy ?? "unknown"]}
          </Badge>
        </dd>
      </dl>
      {storage !== "ready" && (
        <Notice tone="bad">{words.databaseHelp[storage]}</Notice>
      )}
      {answeredBy === "simulator" && <Notice>{words.simulatorHelp}</Notice>}
    </section>
  );
}
