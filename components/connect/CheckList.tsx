import { CHECKS } from "../../lib/browser/self_test/checks.ts";
import type { Results } from "../../lib/browser/self_test/runner.ts";
import type { Verdict } from "../../lib/browser/self_test/verdict.ts";
import { fill } from "../../lib/i18n/fill.ts";
import type { Words } from "../../lib/i18n/mod.ts";
import { StateBadge } from "./StateBadge.tsx";

export interface CheckListProps {
  results: Results;
  words: Words["connect"]["test"];
}

/** Each check with its verdict, and what is wrong where it is red. */
export function CheckList({ results, words }: CheckListProps) {
  return (
    <div>
      <h3>{words.results}</h3>
      <ul class="plain checks">
        {CHECKS.map(({ id }) => {
          const verdict = results[id];
          const state = verdict?.state ?? "waiting";
          return (
            <li key={id} class="test-check">
              <StateBadge state={state}>
                {state === "waiting"
                  ? words.states.waiting
                  : words.verdicts[state]}
              </StateBadge>
              <div>
                <p>{words.checks[id]}</p>
                {verdict && <Detail verdict={verdict} words={words} />}
              </div>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function Detail(
  { verdict, words }: {
    verdict: Verdict;
    words: Words["connect"]["test"];
  },
) {
  if (verdict.state === "pass") return null;
  if (verdict.state === "skip") {
    return <p class="hint">{words.reasons[verdict.reason]}</p>;
  }
  const { problem, values = {} } = verdict;
  return <p class="error-text">{fill(words.problems[problem], values)}</p>;
}
