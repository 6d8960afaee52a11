import { useSignal } from "@preact/signals";
import { fill } from "../../lib/i18n/fill.ts";
import type { Words } from "../../lib/i18n/mod.ts";
import { Button } from "../Button.tsx";
import { Plus, Trash2 } from "../icons.ts";

export interface AliasesEditorProps {
  id: string;
  value: Record<string, string[]>;
  models: readonly string[];
  words: Words["settings"];
  saveLabel: string;
  isBusy: boolean;
  onSave: (aliases: Record<string, string[]>) => void;
}

interface Row {
  name: string;
  targets: string;
}

/** What names of clients stand for, row by row. */
export function AliasesEditor(props: AliasesEditorProps) {
  const { id, value, models, words, isBusy } = props;
  const draft = useSignal<Row[] | null>(null);
  const rows = draft.value ?? rowsOf(value);

  const set = (index: number, change: Partial<Row>) =>
    draft.value = rows.map((row, at) =>
      at === index ? { ...row, ...change } : row
    );

  function save() {
    props.onSave(aliasesOf(rows));
    draft.value = null;
  }

  return (
    <div
      class="aliases"
      role="group"
      id={id}
      aria-labelledby={`${id}-name`}
    >
      {rows.length === 0 && <p class="hint">{words.noAliases}</p>}
      {rows.map((row, index) => (
        <div key={index} class="alias">
          <input
            class="input"
            aria-label={words.aliasName}
            placeholder={words.aliasName}
            spellcheck={false}
            value={row.name}
            onInput={(event) => set(index, { name: event.currentTarget.value })}
          />
          <input
            class="input"
            aria-label={`${words.aliasTargets}: ${words.aliasTargetsHint}`}
            placeholder={words.aliasTargetsHint}
            list={`${id}-models`}
            spellcheck={false}
            value={row.targets}
            onInput={(event) =>
              set(index, { targets: event.currentTarget.value })}
          />
          <Button
            tone="plain"
            icon={Trash2}
            label={fill(words.removeAlias, { name: row.name })}
            onClick={() => draft.value = rows.filter((_, at) => at !== index)}
          />
        </div>
      ))}
      <datalist id={`${id}-models`}>
        {models.map((model) => <option key={model} value={model} />)}
      </datalist>
      <div class="cluster">
        <Button
          size="s"
          icon={Plus}
          onClick={() => draft.value = [...rows, { name: "", targets: "" }]}
        >
          {words.addAlias}
        </Button>
        {draft.value !== null && (
          <Button size="s" tone="primary" busy={isBusy} onClick={save}>
            {props.saveLabel}
          </Button>
        )}
      </div>
    </div>
  );
}

function rowsOf(aliases: Record<string, string[]>): Row[] {
  return Object.entries(aliases).map(([name, targets]) => ({
    name,
    targets: targets.join(", "),
  }));
}

/** Rows that are empty as a whole are left out. */
function aliasesOf(rows: readonly Row[]): Record<string, string[]> {
  const entries = rows.map(({ name, targets }) =>
    [
      name.trim(),
      targets.split(",").map((target) => target.trim())
        .filter((target) => target !== ""),
    ] as const
  );
  return Object.fromEntries(
    entries.filter(([name, targets]) => name !== "" || targets.length > 0),
  );
}
