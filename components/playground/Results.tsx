import type { ResultsTurn } from "../../lib/browser/playground/turns.ts";
import { fill } from "../../lib/i18n/fill.ts";
import { Icon } from "../Icon.tsx";
import { Wrench } from "../icons.ts";
import { LongText } from "./LongText.tsx";
import type { PlayWords } from "./words.ts";

export interface ResultsProps {
  turn: ResultsTurn;
  words: PlayWords;
}

/** What the tools gave. */
export function Results({ turn, words }: ResultsProps) {
  const { tools } = words.play;
  return (
    <article class="results" aria-label={tools.results}>
      {turn.results.map(({ callId, name, text }) => (
        <div key={callId} class="call">
          <div class="call-head">
            <Icon of={Wrench} size={15} />
            {fill(tools.result, { name })}
          </div>
          <LongText text={text} />
        </div>
      ))}
    </article>
  );
}
