import type { ExplainedRequest } from "../../lib/browser/api_types.ts";
import { fill } from "../../lib/i18n/fill.ts";
import { accountName, type Telling, wordFor } from "./words.ts";

export interface ChoicesProps extends Telling {
  choices: NonNullable<ExplainedRequest["choices"]>;
}

/** How accounts were chosen: out of how many, by what, and who was not. */
export function Choices({ choices, words, names }: ChoicesProps) {
  const { requests, traces } = words;
  return (
    <ul class="plain stack-s small">
      {choices.map(({ candidates, rule, accountId, skipped }, n) => {
        const passed = Object.entries(skipped).map(([why, count]) =>
          fill(wordFor(traces.skipped, why), { n: count })
        ).join(", ");
        return (
          <li key={n}>
            {accountId && <strong>{accountName(names, accountId)}</strong>}{" "}
            {fill(candidates === 1 ? requests.chosenOne : requests.chosenOf, {
              n: candidates,
              rule: wordFor(requests.rules, rule),
            })}
            {passed && (
              <span class="quiet">
                {" · "}
                {fill(requests.passedOver, { skipped: passed })}
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
