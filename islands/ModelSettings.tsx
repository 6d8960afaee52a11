import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { Button, LinkButton } from "../components/Button.tsx";
import { Badge } from "../components/Badge.tsx";
import { TextField } from "../components/Field.tsx";
import { Download, Plus, Upload } from "../components/icons.ts";
import { Notice } from "../components/Notice.tsx";
import { ModelRows } from "../components/settings/ModelRows.tsx";
import { api, sentenceOf } from "../lib/browser/api.ts";
import {
  type CatalogueModel,
  MAX_ROWS,
  notesOfFile,
  rowsOf,
  searchRows,
  withNote,
} from "../lib/browser/settings/model_notes.ts";
import { showToast } from "../lib/browser/toasts.ts";
import { fill } from "../lib/i18n/fill.ts";
import type { Words } from "../lib/i18n/mod.ts";
import type { ModelNote } from "../lib/store/settings/record.ts";

export interface ModelSettingsProps {
  models: CatalogueModel[];
  notes: ModelNote[];
  etag: string;
  words: Pick<Words, "settings" | "common">;
}

/** The owner's changes to the list of models, saved as a whole. */
export function ModelSettings(props: ModelSettingsProps) {
  const { models } = props;
  const { settings: { models: words, newer }, common } = props.words;
  const saved = useSignal<readonly ModelNote[]>(props.notes);
  const notes = useSignal<readonly ModelNote[]>(props.notes);
  const etag = useSignal<string | null>(props.etag);
  const search = useSignal("");
  const extraId = useSignal("");
  const fault = useSignal<string | null>(null);
  const isBusy = useSignal(false);
  const file = useRef<HTMLInputElement>(null);
  const rows = rowsOf(models, notes.value);
  const found = searchRows(rows, search.value);
  const isChanged = notes.value !== saved.value;

  async function save() {
    isBusy.value = true;
    const path = "/api/settings/models";
    const put = await api.put<{ models: ModelNote[] }>(
      path,
      { models: notes.value },
      { ifMatch: etag.value },
    );
    isBusy.value = false;
    if (put.ok) {
      fault.value = null;
      etag.value = put.etag;
      saved.value = notes.value = put.value.models;
      showToast({ text: words.saved, tone: "good" });
      return;
    }
    const isNewer = put.fault.kind === "refused" && put.fault.status === 412;
    fault.value = isNewer ? newer : sentenceOf(put.fault, common.faults);
    if (!isNewer) return;
    const read = await api.get(path);
    if (read.ok) etag.value = read.etag;
  }

  async function read(chosen: File | undefined) {
    const read = chosen && notesOfFile(await chosen.text());
    if (file.current !== null) file.current.value = "";
    if (!read) {
      fault.value = words.badFile;
      return;
    }
    fault.value = null;
    notes.value = read;
    showToast({
      text: fill(words.imported, { n: read.length }),
      tone: "good",
    });
  }

  function addExtra(event: Event) {
    event.preventDefault();
    const id = extraId.value.trim();
    if (id === "") return;
    notes.value = withNote(notes.value, id, { extra: true });
    extraId.value = "";
    search.value = id;
  }

  return (
    <section class="card stack" aria-labelledby="models-heading">
      <div class="spread">
        <h2 id="models-heading">{words.heading}</h2>
        <div class="cluster">
          <LinkButton
            size="s"
            icon={Download}
            href="/api/settings/models"
            download="puter-2api-models.json"
          >
            {words.export}
          </LinkButton>
          <Button size="s" icon={Upload} onClick={() => file.current?.click()}>
            {words.import}
          </Button>
          <input
            ref={file}
            type="file"
            accept=".json,application/json"
            aria-label={words.import}
            hidden
            onChange={(event) => read(event.currentTarget.files?.[0])}
          />
        </div>
      </div>
      <p class="hint">{words.lead}</p>
      <div class="model-tools">
        <TextField
          id="model-search"
          type="search"
          label={words.search}
          value={search.value}
          onInput={(event) => search.value = event.currentTarget.value}
        />
        <form class="model-extra" onSubmit={addExtra}>
          <TextField
            id="model-extra"
            label={words.addExtra}
            placeholder={words.extraId}
            autocomplete="off"
            spellcheck={false}
            value={extraId.value}
            onInput={(event) => extraId.value = event.currentTarget.value}
          />
          <Button type="submit" icon={Plus}>{words.add}</Button>
        </form>
      </div>
      <p class="small quiet number" role="status">
        {fill(words.found, {
          shown: Math.min(found.length, MAX_ROWS),
          n: rows.length,
        })}
        {" · "}
        {fill(words.changedCount, { n: notes.value.length })}
      </p>
      {rows.length === 0
        ? <Notice>{words.none}</Notice>
        : found.length === 0
        ? <p class="quiet">{words.noMatch}</p>
        : (
          <ModelRows
            rows={found.slice(0, MAX_ROWS)}
            words={words}
            onChange={(id, change) =>
              notes.value = withNote(notes.value, id, change)}
          />
        )}
      {fault.value && <p class="error-text" role="alert">{fault.value}</p>}
      {isChanged && (
        <div class="save-bar">
          <Badge tone="fair">{words.unsaved}</Badge>
          <Button
            onClick={() => {
              notes.value = saved.value;
              fault.value = null;
            }}
          >
            {words.discard}
          </Button>
          <Button tone="primary" busy={isBusy.value} onClick={save}>
            {words.save}
          </Button>
        </div>
      )}
    </section>
  );
}
