import { CONTROLS } from "../../lib/browser/settings/fields.ts";
import { choiceWord } from "../../lib/browser/settings/texts.ts";
import type { SettingRowProps } from "./SettingRow.tsx";

export interface SettingControlProps extends
  Pick<
    SettingRowProps,
    "name" | "view" | "models" | "words"
  > {
  id: string;
  text: string;
  isFaulty: boolean;
  /** A text was typed, which is saved on demand. */
  onText: (text: string) => void;
  /** A value was picked, which is in force at once. */
  onPick: (value: unknown) => void;
}

/** What a setting is changed with. */
export function SettingControl(props: SettingControlProps) {
  const { name, view, id, text, models, onText, onPick } = props;
  const { settings: words } = props.words;
  const control = CONTROLS[name];
  const shared = {
    id,
    "aria-describedby": `${id}-hint ${id}-error`,
    "aria-invalid": props.isFaulty ? "true" as const : undefined,
  };
  switch (control.kind) {
    case "switch":
      return (
        <span class="switch">
          <input
            {...shared}
            type="checkbox"
            role="switch"
            checked={Boolean(view.value)}
            onChange={(event) => onPick(event.currentTarget.checked)}
          />
          <span aria-hidden="true">{view.value ? words.on : words.off}</span>
        </span>
      );
    case "choice":
      return (
        <select
          {...shared}
          class="input"
          value={String(view.value)}
          onChange={(event) => onPick(event.currentTarget.value)}
        >
          {control.options.map((option) => (
            <option
              key={option}
              value={option}
              selected={option === view.value}
            >
              {choiceWord(option, words)}
            </option>
          ))}
        </select>
      );
    case "number":
      return (
        <span class="input-row with-unit">
          <input
            {...shared}
            class="input"
            inputMode={control.unit === "dollars" ? "decimal" : "numeric"}
            autocomplete="off"
            value={text}
            onInput={(event) => onText(event.currentTarget.value)}
          />
          <span class="quiet">{words.units[control.unit]}</span>
        </span>
      );
    case "origins":
      return (
        <textarea
          {...shared}
          class="input"
          rows={3}
          spellcheck={false}
          value={text}
          onInput={(event) => onText(event.currentTarget.value)}
        />
      );
    default:
      return (
        <>
          <input
            {...shared}
            class="input"
            list={`${id}-models`}
            autocomplete="off"
            spellcheck={false}
            value={text}
            onInput={(event) => onText(event.currentTarget.value)}
          />
          <datalist id={`${id}-models`}>
            {models.map((model) => <option key={model} value={model} />)}
          </datalist>
        </>
      );
  }
}
