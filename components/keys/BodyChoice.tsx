import type { Key } from "../../lib/browser/api_types.ts";
import type { Words } from "../../lib/i18n/mod.ts";

export interface BodyChoiceProps {
  value: Key["bodies"];
  words: Words["keys"]["form"];
  onChange: (bodies: Key["bodies"]) => void;
}

const CHOICES = ["off", "failed", "all"] as const;

/** Which contents of requests are kept, with what that means. */
export function BodyChoice({ value, words, onChange }: BodyChoiceProps) {
  return (
    <fieldset class="key-group choices">
      <legend>{words.bodies}</legend>
      {CHOICES.map((choice) => (
        <label key={choice} class="choice">
          <input
            type="radio"
            name="key-bodies"
            checked={choice === value}
            onChange={() => onChange(choice)}
          />
          <span>
            {words.bodiesChoices[choice]}
            <span class="hint">{words.bodiesHints[choice]}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
