import type { AnswerFault as Fault } from "../../lib/browser/playground/turns.ts";
import { fill } from "../../lib/i18n/fill.ts";
import { Notice } from "../Notice.tsx";
import type { PlayWords } from "./words.ts";

export interface AnswerFaultProps {
  fault: Fault;
  words: PlayWords;
}

/** Why something failed: the API's own words, and what happened. */
export function AnswerFault({ fault, words }: AnswerFaultProps) {
  const { chat } = words.play;
  const { code, explanation = [] } = fault;
  return (
    <Notice tone="bad">
      <p dir="auto">{sentenceOfFault(fault, words)}</p>
      {code !== null && fault.message !== "" && (
        <p class="hint mono">
          {fault.status > 0 ? `${fault.status} ` : ""}
          {code}
        </p>
      )}
      {explanation.length > 0 && (
        <details>
          <summary>{chat.whatHappened}</summary>
          <ol>
            {explanation.map((sentence) => <li key={sentence}>{sentence}</li>)}
          </ol>
        </details>
      )}
    </Notice>
  );
}

/** A fault in a sentence. */
export function sentenceOfFault(
  { message, code, status }: Fault,
  { play, common }: PlayWords,
): string {
  if (message !== "") return message;
  if (status === 401) return common.faults.signedOut;
  const faults: Record<string, string> = play.chat.faults;
  const known = faults[code ?? ""];
  return known ?? fill(play.chat.faults.status, { status });
}
