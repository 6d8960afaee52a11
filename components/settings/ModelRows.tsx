import type { ModelRow } from "../../lib/browser/settings/model_notes.ts";
import { fill } from "../../lib/i18n/fill.ts";
import type { Words } from "../../lib/i18n/mod.ts";
import { Badge } from "../Badge.tsx";
import { Button } from "../Button.tsx";
import { Trash2 } from "../icons.ts";

export interface ModelRowsProps {
  rows: readonly ModelRow[];
  words: Words["settings"]["models"];
  onChange: (
    id: string,
    change: { label?: string; hidden?: boolean; extra?: boolean },
  ) => void;
}

/** Models with the owner's label for each, and whether it is listed. */
export function ModelRows({ rows, words, onChange }: ModelRowsProps) {
  return (
    <ul class="plain model-rows">
      {rows.map(({ id, name, note }) => (
        <li key={id} class="model-row">
          <div class="model-id">
            <code>{id}</code>
            {note?.extra && <Badge tone="info">{words.extra}</Badge>}
            {name === null && !note?.extra && <Badge>{words.notListed}</Badge>}
          </div>
          <input
            class="input"
            aria-label={fill(words.labelOf, { id })}
            placeholder={name ?? words.label}
            maxLength={120}
            value={note?.label ?? ""}
            onChange={(event) =>
              onChange(id, { label: event.currentTarget.value.trim() })}
          />
          <label class="check">
            <input
              type="checkbox"
              aria-label={fill(words.hiddenOf, { id })}
              checked={note?.hidden ?? false}
              onChange={(event) =>
                onChange(id, { hidden: event.currentTarget.checked })}
            />
            <span aria-hidden="true">{words.hidden}</span>
          </label>
          {note?.extra
            ? (
              <Button
                size="s"
                tone="plain"
                icon={Trash2}
                label={fill(words.removeOf, { id })}
                onClick={() =>
                  onChange(id, { label: "", hidden: false, extra: false })}
              />
            )
            : <span />}
        </li>
      ))}
    </ul>
  );
}
