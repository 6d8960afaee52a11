import { SURFACES } from "../../lib/auth/surfaces.ts";
import type { Words } from "../../lib/i18n/mod.ts";

export interface SurfacesFieldProps {
  /** Null for all. */
  value: readonly string[] | null;
  error: string | undefined;
  words: Words["keys"]["form"];
  names: Words["surfaces"];
  onChange: (surfaces: string[] | null) => void;
}

/** All protocols, or those that are chosen. */
export function SurfacesField(props: SurfacesFieldProps) {
  const { value, error, words, names, onChange } = props;
  const isLimited = value !== null;
  return (
    <fieldset
      class="choices"
      aria-describedby={error ? "key-surfaces-error" : undefined}
    >
      <legend class="field-legend">{words.surfaces}</legend>
      <Radio
        label={words.allSurfaces}
        checked={!isLimited}
        onChange={() => onChange(null)}
      />
      <Radio
        label={words.chosenSurfaces}
        checked={isLimited}
        onChange={() => onChange(["chat_completions"])}
      />
      {isLimited && (
        <div class="surfaces">
          {SURFACES.map((name) => (
            <label key={name} class="check">
              <input
                type="checkbox"
                checked={value.includes(name)}
                onChange={() => onChange(toggled(value, name))}
              />
              {names[name]}
            </label>
          ))}
        </div>
      )}
      {error && (
        <p class="error-text" id="key-surfaces-error" role="alert">{error}</p>
      )}
    </fieldset>
  );
}

function Radio(
  { label, checked, onChange }: {
    label: string;
    checked: boolean;
    onChange: () => void;
  },
) {
  return (
    <label class="check">
      <input
        type="radio"
        name="key-surfaces"
        checked={checked}
        onChange={onChange}
      />
      {label}
    </label>
  );
}

function toggled(chosen: readonly string[], name: string): string[] {
  return chosen.includes(name)
    ? chosen.filter((other) => other !== name)
    : [...chosen, name];
}
