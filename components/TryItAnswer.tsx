import type { ChatSession } from "../lib/browser/chat_session.ts";
import type { Words } from "../lib/i18n/mod.ts";

export interface TryItAnswerProps {
  session: ChatSession;
  words: Words["tryIt"];
}

/** An answer as it comes, and how it ended; text only, never markup. */
export function TryItAnswer({ session, words }: TryItAnswerProps) {
  const { activity, answer, answeredBy, fault, note } = session;
  const isWaiting = activity.value === "asking" && answer.value === "";
  const isSimulated = answeredBy.value.startsWith("simulator/");
  return (
    <>
      <output class="answer" aria-label={words.answer} aria-live="polite">
        {isWaiting ? words.waiting : answer}
      </output>
      {isSimulated && answer.value !== "" && (
        <p class="hint">{words.simulated}</p>
      )}
      {note.value !== "" && <p class="hint">{note}</p>}
      {fault.value !== "" && <p class="fault" role="alert">{fault}</p>}
    </>
  );
}
