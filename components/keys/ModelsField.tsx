import { entriesOf } from "../../lib/browser/keys/form.ts";
import { modelScope } from "../../lib/browser/keys/model_scope.ts";
import { fill } from "../../lib/i18n/fill.ts";
import type { Words } from "../../lib/i18n/mod.ts";
import { TextArea } from "../Field.tsx";

export interface ModelsFieldProps {
  value: string;
  error: string | undefined;
  models: readonly (readonly string[])[];
  words: Words["keys"]["form"];
  onChange: (text: string) => void;
}

/** Globs of models, and what they come to. */
export function ModelsField(props: ModelsFieldProps) {
  const { value, error, models, words, onChange } = props;
  return (
    <div class="stack-s">
      <TextArea
        id="key-models"
        label={words.models}
        hint={words.modelsHint}
        rows={2}
        spellcheck={false}
        placeholder="gpt-4o*"
        value={value}
        error={error}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
      <p class="scope-preview small" role="status">
        {previewOf(value, models, words)}
      </p>
    </div>
  );
}

function previewOf(
  text: string,
  models: readonly (readonly string[])[],
  words: Words["keys"]["form"],
): string {
  const globs = entriesOf(text);
  const n = models.length;
  if (globs.length === 0) return fill(words.allModels, { n });
  const { count, examples } = modelScope(globs, models);
  if (count === 0) return fill(words.noModels, { n });
  return fill(
    count > examples.length ? words.someModelsMore : words.someModels,
    { count, n, examples: examples.join(", ") },
  );
}
