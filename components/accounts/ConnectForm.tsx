import { useSignal } from "@preact/signals";
import { api, sentenceOf } from "../../lib/browser/api.ts";
import type { Imported } from "../../lib/browser/api_types.ts";
import { fill } from "../../lib/i18n/fill.ts";
import { Badge, type Tone } from "../Badge.tsx";
import { Button, LinkButton } from "../Button.tsx";
import { TextArea } from "../Field.tsx";
import { ExternalLink } from "../icons.ts";
import { Notice } from "../Notice.tsx";
import type { AccountsSpeech } from "./context.ts";

export interface ConnectFormProps
  extends Pick<AccountsSpeech, "words" | "common"> {
  /** False where Puter's pages are not known. */
  hasPuterPages: boolean;
  /** Told what was connected. */
  onDone: (imported: Imported) => void;
}

const TONES: Record<Imported["reports"][number]["outcome"], Tone> = {
  added: "good",
  replaced: "good",
  confirmed: "neutral",
  kept: "neutral",
  failed: "bad",
};

/** Connects accounts: by Puter's own page, or by anything that is pasted. */
export function ConnectForm(props: ConnectFormProps) {
  const { words, common, hasPuterPages, onDone } = props;
  const text = useSignal("");
  const isBusy = useSignal(false);
  const fault = useSignal<string | null>(null);
  const imported = useSignal<Imported | null>(null);

  async function submit(event: Event) {
    event.preventDefault();
    if (isBusy.value) return;
    isBusy.value = true;
    fault.value = null;
    imported.value = null;
    const body = { text: text.value };
    const result = await api.post<Imported>("/api/accounts/import", body);
    isBusy.value = false;
    if (!result.ok) {
      fault.value = sentenceOf(result.fault, common.faults);
      return;
    }
    imported.value = result.value;
    if (result.value.found === 0) fault.value = words.paste.nothing;
    // What was pasted is a secret: it does not stay on the screen.
    else text.value = "";
    if (result.value.found > 0) onDone(result.value);
  }

  async function readFile(event: Event & { currentTarget: HTMLInputElement }) {
    const file = event.currentTarget.files?.[0];
    if (file) text.value = await file.text();
  }

  return (
    <div class="stack">
      {hasPuterPages && (
        <div class="stack-s">
          <LinkButton
            href="/accounts/connect"
            tone="primary"
            icon={ExternalLink}
          >
            {words.paste.puter}
          </LinkButton>
          <p class="hint">{words.paste.puterHint}</p>
          <p class="divider">
            <span>{words.paste.or}</span>
          </p>
        </div>
      )}
      <form class="stack" onSubmit={submit} autocomplete="off">
        <TextArea
          id="paste"
          label={words.paste.label}
          hint={words.paste.hint}
          error={fault.value}
          placeholder={words.paste.placeholder}
          rows={4}
          spellcheck={false}
          value={text.value}
          onInput={(event) => text.value = event.currentTarget.value}
        />
        <div class="spread">
          <label class="small">
            {words.paste.file}{" "}
            <input type="file" accept=".har,.txt,.json" onChange={readFile} />
          </label>
          <Button
            type="submit"
            busy={isBusy.value}
            disabled={text.value.trim() === ""}
          >
            {isBusy.value ? words.paste.working : words.paste.submit}
          </Button>
        </div>
      </form>
      <div role="status">
        {imported.value && <Reports imported={imported.value} words={words} />}
      </div>
      <p class="hint">{words.paste.howTo}</p>
    </div>
  );
}

function Reports(
  { imported, words }: Pick<AccountsSpeech, "words"> & { imported: Imported },
) {
  const { reports, ignored } = imported;
  return (
    <div class="stack-s">
      {reports.map(({ fingerprint, outcome, messages, account }) => (
        <Notice
          key={fingerprint}
          tone={outcome === "failed" ? "bad" : "good"}
          action={
            <Badge tone={TONES[outcome]}>{words.paste.outcomes[outcome]}</Badge>
          }
        >
          <strong>
            {account?.username ??
              fill(words.fingerprint, { mark: fingerprint })}
          </strong>
          {messages.map((message) => (
            <p key={message} class="small">{message}.</p>
          ))}
        </Notice>
      ))}
      {ignored > 0 && (
        <p class="hint">{fill(words.paste.ignored, { count: ignored })}</p>
      )}
    </div>
  );
}
