import type { ChatSession } from "../lib/browser/chat_session.ts";
import type { Words } from "../lib/i18n/mod.ts";

export interface ModelFieldProps {
  session: ChatSession;
  words: Words["tryIt"];
}

/** The choice among the models of a key. */
export function ModelField({ session, words }: ModelFieldProps) {
  const { model, models } = session;
  const isEmpty = models.value.length === 0;
  return (
    <div class="field">
      <label for="try-model">{words.model}</label>
      <select
        id="try-model"
        disabled={isEmpty}
        onChange={(event) => model.value = event.currentTarget.value}
      >
        {isEmpty && <option>{words.modelHint}</option>}
        {models.value.map((id) => (
          <option key={id} value={id} selected={id === model.value}>
            {id}
          </option>
        ))}
      </select>
    </div>
  );
}
