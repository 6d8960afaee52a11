import { useMemo } from "preact/hooks";
import { TryItAnswer } from "../components/TryItAnswer.tsx";
import { ModelField } from "../components/ModelField.tsx";
import { ChatSession } from "../lib/browser/chat_session.ts";
import type { Words } from "../lib/i18n/mod.ts";

export interface TryItProps {
  words: Words["tryIt"];
}

export function TryIt({ words }: TryItProps) {
  const session = useMemo(() => new ChatSession(words), []);
  const { activity, key, message, model } = session;
  const isBusy = activity.value !== "none";

  function send(event: Event) {
    event.preventDefault();
    session.ask();
  }

  return (
    <form class="try" onSubmit={send} autocomplete="off">
      <div class="field">
        <label for="try-key">{words.key}</label>
        <div class="row">
          <input
            id="try-key"
            type="password"
            placeholder="sk-…"
            spellcheck={false}
            aria-describedby="try-key-hint"
            value={key}
            onInput={(event) => key.value = event.currentTarget.value}
          />
          <button
            type="button"
            disabled={isBusy}
            onClick={() => session.load()}
          >
            {activity.value === "loading" ? words.loading : words.load}
          </button>
        </div>
        <p class="hint" id="try-key-hint">{words.keyHint}</p>
      </div>
      <ModelField session={session} words={words} />
      <div class="field">
        <label for="try-message">{words.message}</label>
        <textarea
          id="try-message"
          rows={3}
          value={message}
          onInput={(event) => message.value = event.currentTarget.value}
        />
      </div>
      <div class="row">
        <button
          type="submit"
          class="primary"
          disabled={isBusy || model.value === ""}
        >
          {words.send}
        </button>
        <button
          type="button"
          disabled={activity.value !== "asking"}
          onClick={() => session.stop()}
        >
          {words.stop}
        </button>
      </div>
      <noscript>{words.needsScript}</noscript>
      <TryItAnswer session={session} words={words} />
    </form>
  );
}
