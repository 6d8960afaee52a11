import { useSignal } from "@preact/signals";
import { sentenceOf } from "../../lib/browser/api.ts";
import { makeBackup, saveFile } from "../../lib/browser/settings/backup.ts";
import { fill } from "../../lib/i18n/fill.ts";
import { formatBytes } from "../../lib/i18n/format.ts";
import type { Language, Words } from "../../lib/i18n/mod.ts";
import { Button } from "../Button.tsx";
import { TextField } from "../Field.tsx";
import { Download } from "../icons.ts";

export interface BackupFormProps {
  language: Language;
  words: Pick<Words, "settings" | "common">;
}

/** The shortest passphrase the gateway takes. */
export const MIN_PASSPHRASE = 12;

/** Makes a backup and has the browser save it. */
export function BackupForm({ language, words }: BackupFormProps) {
  const { settings: { backup }, common } = words;
  const passphrase = useSignal("");
  const again = useSignal("");
  const faults = useSignal<{ passphrase?: string; again?: string }>({});
  const bytes = useSignal<number | null>(null);
  const made = useSignal<number | null>(null);

  async function submit(event: Event) {
    event.preventDefault();
    if (bytes.value !== null) return;
    faults.value = passphrase.value.length < MIN_PASSPHRASE
      ? { passphrase: backup.tooShort }
      : passphrase.value !== again.value
      ? { again: backup.notSame }
      : {};
    if (Object.keys(faults.value).length > 0) return;
    made.value = null;
    bytes.value = 0;
    const file = await makeBackup(
      passphrase.value,
      (count) => bytes.value = count,
    );
    bytes.value = null;
    if (!file.ok) {
      faults.value = { passphrase: sentenceOf(file.fault, common.faults) };
      return;
    }
    saveFile(file.value);
    made.value = file.value.blob.size;
    passphrase.value = again.value = "";
  }

  const size = (count: number) => ({ size: formatBytes(count, language) });
  return (
    <form class="stack" onSubmit={submit} noValidate>
      <h2>{backup.make}</h2>
      <p class="hint">{backup.makeLead}</p>
      <TextField
        id="backup-passphrase"
        type="password"
        label={backup.passphrase}
        hint={backup.passphraseHint}
        autocomplete="new-password"
        value={passphrase.value}
        error={faults.value.passphrase}
        onInput={(event) => passphrase.value = event.currentTarget.value}
      />
      <TextField
        id="backup-again"
        type="password"
        label={backup.again}
        autocomplete="new-password"
        value={again.value}
        error={faults.value.again}
        onInput={(event) => again.value = event.currentTarget.value}
      />
      <div>
        <Button
          type="submit"
          tone="primary"
          icon={Download}
          busy={bytes.value !== null}
        >
          {backup.download}
        </Button>
      </div>
      <p class="small quiet number" role="status">
        {bytes.value !== null && fill(backup.making, size(bytes.value))}
        {made.value !== null && fill(backup.made, size(made.value))}
      </p>
    </form>
  );
}
