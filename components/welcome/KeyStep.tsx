import { useSignal } from "@preact/signals";
import { api, sentenceOf } from "../../lib/browser/api.ts";
import type { Key } from "../../lib/browser/api_types.ts";
import type { Words } from "../../lib/i18n/mod.ts";
import { Button } from "../Button.tsx";
import { TextField } from "../Field.tsx";

export interface KeyStepProps {
  words: Words["overview"]["welcome"];
  common: Words["common"];
  /** Told the key, which nobody is told again. */
  onMade: (key: string) => void;
}

/** Makes the first key. */
export function KeyStep({ words, common, onMade }: KeyStepProps) {
  const name = useSignal(words.keyNameValue);
  const fault = useSignal<string | null>(null);
  const isBusy = useSignal(false);

  async function make(event: Event) {
    event.preventDefault();
    if (isBusy.value) return;
    isBusy.value = true;
    const body = { name: name.value };
    const result = await api.post<Key & { key: string }>("/api/keys", body);
    isBusy.value = false;
    if (result.ok) onMade(result.value.key);
    else fault.value = sentenceOf(result.fault, common.faults);
  }

  return (
    <form class="stack" onSubmit={make}>
      <TextField
        id="key-name"
        label={words.keyName}
        error={fault.value}
        value={name.value}
        maxLength={80}
        required
        onInput={(event) => name.value = event.currentTarget.value}
      />
      <div class="cluster">
        <Button type="submit" tone="primary" busy={isBusy.value}>
          {words.makeKey}
        </Button>
      </div>
    </form>
  );
}
