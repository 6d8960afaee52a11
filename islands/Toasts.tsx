import { useEffect } from "preact/hooks";
import { Icon } from "../components/Icon.tsx";
import { X } from "../components/icons.ts";
import { keepTimesTrue } from "../lib/browser/live_times.ts";
import { dismissToast, toasts } from "../lib/browser/toasts.ts";
import type { Language } from "../lib/i18n/mod.ts";

export interface ToastsProps {
  language: Language;
  words: { label: string; dismiss: string };
}

/** Where messages appear; also keeps the page's relative times true. */
export function Toasts({ language, words }: ToastsProps) {
  useEffect(() => keepTimesTrue(language), [language]);
  return (
    <div class="toasts" role="status" aria-label={words.label}>
      {toasts.value.map(({ id, text, tone, action }) => (
        <div key={id} class={`toast ${tone}`}>
          <p>{text}</p>
          {action && (
            <button
              type="button"
              class="button s"
              onClick={() => {
                dismissToast(id);
                action.run();
              }}
            >
              {action.label}
            </button>
          )}
          <button
            type="button"
            class="button plain icon s"
            aria-label={words.dismiss}
            onClick={() =>
              dismissToast(id)}
          >
            <Icon of={X} size={16} />
          </button>
        </div>
      ))}
    </div>
  );
}
