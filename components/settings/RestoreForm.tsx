import { useSignal } from "@preact/signals";
import { sentenceOf } from "../../lib/browser/api.ts";
import {
  restoreBackup,
  type RestoreChoices,
  type Restored,
} from "../../lib/browser/settings/backup.ts";
import { fill } from "../../lib/i18n/fill.ts";
import { formatNumber, formatShare } from "../../lib/i18n/format.ts";
import type { Language, Words } from "../../lib/i18n/mod.ts";
import { MIN_PASSPHRASE } from "./BackupForm.tsx";
import { Button, LinkButton } from "../Button.tsx";
import { Field, Switch, TextField } from "../Field.tsx";
import { Upload } from "../icons.ts";
import { Meter } from "../Meter.tsx";
import { Notice } from "../Notice.tsx";

export interface RestoreFormProps {
  language: Language;
  words: Pick<Words, "settings" | "common">;
}

type Faults = { file?: string; passphrase?: string; confirm?: string };

const MODES = ["empty", "replace"] as const;

/** Restores a backup; to replace what is there has to be typed. */
export function RestoreForm({ language, words }: RestoreFormProps) {
  const { settings: { backup }, common } = words;
  const file = useSignal<File | null>(null);
  const choices = useSignal<RestoreChoices>({
    passphrase: "",
    mode: "empty",
    ownerKey: "keep",
  });
  const typed = useSignal("");
  const faults = useSignal<Faults>({});
  const sent = useSignal<number | null>(null);
  const restored = useSignal<Restored | null>(null);
  const { mode, ownerKey, passphrase } = choices.value;
  const set = (change: Partial<RestoreChoices>) =>
    choices.value = { ...choices.value, ...change };

  function check(): Faults {
    if (file.value === null) return { file: backup.noFile };
    if (passphrase.length < MIN_PASSPHRASE) {
      return { passphrase: backup.tooShort };
    }
    const isConfirmed = mode === "empty" ||
      typed.value.trim().toLowerCase() === backup.confirmWord;
    return isConfirmed ? {} : { confirm: backup.notConfirmed };
  }

  async function submit(event: Event) {
    event.preventDefault();
    if (sent.value !== null) return;
    faults.value = check();
    const { value } = file;
    if (value === null || Object.keys(faults.value).length > 0) return;
    sent.value = 0;
    const result = await restoreBackup(
      value,
      choices.value,
      (share) => sent.value = share,
    );
    sent.value = null;
    if (result.ok) restored.value = result.value;
    else faults.value = { file: sentenceOf(result.fault, common.faults) };
  }

  if (restored.value !== null) {
    return (
      <RestoreResult
        restored={restored.value}
        language={language}
        words={backup}
      />
    );
  }
  return (
    <form class="stack" onSubmit={submit} noValidate>
      <h2>{backup.restore}</h2>
      <p class="hint">{backup.restoreLead}</p>
      <Field id="restore-file" label={backup.file} error={faults.value.file}>
        {(control) => (
          <input
            {...control}
            class="input file"
            type="file"
            accept=".backup,application/x-ndjson"
            onChange={(event) =>
              file.value = event.currentTarget.files?.[0] ?? null}
          />
        )}
      </Field>
      <TextField
        id="restore-passphrase"
        type="password"
        label={backup.passphrase}
        autocomplete="off"
        value={passphrase}
        error={faults.value.passphrase}
        onInput={(event) => set({ passphrase: event.currentTarget.value })}
      />
      <fieldset class="choices">
        <legend class="field-legend">{backup.mode}</legend>
        {MODES.map((name) => (
          <label key={name} class="choice">
            <input
              type="radio"
              name="restore-mode"
              checked={name === mode}
              onChange={() => set({ mode: name })}
            />
            <span>
              {backup.modes[name]}
              <span class="hint">{backup.modeHints[name]}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <Switch
        id="restore-owner-key"
        label={backup.ownerKey}
        hint={backup.ownerKeyHint}
        checked={ownerKey === "restore"}
        onChange={(on) => set({ ownerKey: on ? "restore" : "keep" })}
      />
      {mode === "replace" && (
        <TextField
          id="restore-confirm"
          label={fill(backup.confirm, { word: backup.confirmWord })}
          autocomplete="off"
          value={typed.value}
          error={faults.value.confirm}
          onInput={(event) => typed.value = event.currentTarget.value}
        />
      )}
      <div>
        <Button
          type="submit"
          tone={mode === "replace" ? "danger" : "primary"}
          icon={Upload}
          busy={sent.value !== null}
        >
          {backup.start}
        </Button>
      </div>
      {sent.value !== null && (
        <div class="stack-s">
          <p class="small quiet number" role="status">
            {sent.value < 1
              ? fill(backup.sending, {
                share: formatShare(sent.value, language),
              })
              : backup.checking}
          </p>
          <Meter share={sent.value} label={backup.checking} />
        </div>
      )}
    </form>
  );
}

function RestoreResult(
  { restored, language, words }: {
    restored: Restored;
    language: Language;
    words: Words["settings"]["backup"];
  },
) {
  const { records, parts, withoutToken } = restored;
  const names: Record<string, string> = words.parts;
  return (
    <div class="stack" role="status">
      <Notice tone="good">
        <p>{fill(words.done, { n: formatNumber(records, language) })}</p>
        <ul class="plain">
          {Object.entries(parts).map(([part, count]) => (
            <li key={part} class="small number">
              {names[part] ?? part}: {formatNumber(count, language)}
            </li>
          ))}
        </ul>
      </Notice>
      {withoutToken.length > 0 && (
        <Notice tone="fair">
          {fill(words.withoutToken, { list: withoutToken.join(", ") })}
        </Notice>
      )}
      <div>
        <LinkButton href="/settings/backup">{words.goOn}</LinkButton>
      </div>
    </div>
  );
}
