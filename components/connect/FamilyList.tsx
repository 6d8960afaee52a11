import type { FamilyState } from "../../lib/browser/self_test/runner.ts";
import {
  type ClientFamily,
  FAMILIES,
} from "../../lib/cockpit/snippets/guide.ts";
import type { Words } from "../../lib/i18n/mod.ts";
import { StateBadge } from "./StateBadge.tsx";

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
            <StateBadge state={states[family]}>
              {words.states[states[family]]}
            </StateBadge>
          </li>
        ))}
      </ul>
    </div>
  );
}
