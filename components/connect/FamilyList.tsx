import type { FamilyState } from "../../lib/browser/self_test/runner.ts";
import {
  type ClientFamily,
  FAMILIES,
} from "../../lib/cockpit/snippets/guide.ts";
import type { Words } from "../../lib/i18n/mod.ts";
import { Badge } from "../Badge.tsx";
import { CircleCheck, CircleHelp, CircleX, Clock } from "../icons.ts";

const LOOKS = {
  pass: { tone: "good", icon: CircleCheck },
  fail: { tone: "bad", icon: CircleX },
  skip: { tone: "fair", icon: CircleHelp },
  waiting: { tone: "neutral", icon: Clock },
} as const;

export interface FamilyListProps {
  states: Record<ClientFamily, FamilyState>;
  words: Words["connect"]["test"];
}

/** Whether each family of clients will work. */
export function FamilyList({ states, words }: FamilyListProps) {
  return (
    <div>
      <h3>{words.byFamily}</h3>
      <ul class="plain families">
        {FAMILIES.map((family) => (
          <li key={family} class="family">
            <span>{words.families[family]}</span>
            <Badge {...LOOKS[states[family]]}>
              {words.states[states[family]]}
            </Badge>
          </li>
        ))}
      </ul>
    </div>
  );
}
