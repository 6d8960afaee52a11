import type { Overview } from "../../lib/browser/api_types.ts";
import { Icon } from "../Icon.tsx";
import { CircleCheck, CloudAlert, Info, ShieldAlert, Users } from "../icons.ts";
import type { OverviewProps } from "./context.ts";

/** Warnings about something that may well be wanted. */
const MILD: readonly string[] = ["open_cors"];

/** Pauses are the owner's own will. */
function isTrouble({ status }: Overview["troubles"][number]): boolean {
  return status !== "paused";
}

/** Incidents, accounts and gaps, each in a sentence with a way to act. */
export function Attention({ overview, language, words }: OverviewProps) {
  const { attention } = words;
  const { incidents, warnings } = overview;
  const troubles = overview.troubles.filter(isTrouble);
  const isEmpty = overview.accounts.total === 0;
  const isFine = !isEmpty &&
    incidents.length + troubles.length + warnings.length === 0;
  return (
    <section class="card attention" aria-labelledby="attention">
      <div class="card-head">
        <h2 id="attention">{attention.heading}</h2>
      </div>
      {isFine && (
        <p class="fine">
          <span class="good">
            <Icon of={CircleCheck} />
          </span>
          {attention.fine}
        </p>
      )}
      <ul class="plain">
        {isEmpty && (
          <li>
            <span class="fair">
              <Icon of={Users} />
            </span>
            <p>
              {words.connectFirst} <a href="/?welcome=now">{words.resume}</a>
            </p>
          </li>
        )}
        {incidents.map(({ code, sentence }) => (
          <li key={code}>
            <span class="fair">
              <Icon of={CloudAlert} />
            </span>
            <p>
              <strong>{attention.incident}.</strong> {sentence[language]}
            </p>
          </li>
        ))}
        {troubles.map(({ accountId, username, status, sentence }) => (
          <li key={accountId}>
            <span class={status === "disabled" ? "bad" : "fair"}>
              <Icon of={Users} />
            </span>
            <p>
              <a href="/accounts">{username}</a>. {sentence[language]}
            </p>
          </li>
        ))}
        {warnings.map((warning) => (
          <li key={warning}>
            <span class={MILD.includes(warning) ? "quiet" : "bad"}>
              <Icon of={MILD.includes(warning) ? Info : ShieldAlert} />
            </span>
            <p>
              <a href="/settings">{attention.security}</a>.{" "}
              {words.warnings[warning]}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
