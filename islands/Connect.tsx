import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Button } from "../components/Button.tsx";
import { ClientSnippets } from "../components/connect/ClientSnippets.tsx";
import { SelfTest } from "../components/connect/SelfTest.tsx";
import { TextField } from "../components/Field.tsx";
import { KeyRound } from "../components/icons.ts";
import { api, sentenceOf } from "../lib/browser/api.ts";
import { takeKey } from "../lib/browser/key_handover.ts";
import type { MadeKey } from "../lib/browser/keys/keys_state.ts";
import { showToast } from "../lib/browser/toasts.ts";
import { CLIENTS, KEY_PLACEHOLDER } from "../lib/cockpit/snippets/mod.ts";
import { fill } from "../lib/i18n/fill.ts";
import type { Language, Words } from "../lib/i18n/mod.ts";

export interface ConnectProps {
  origin: string;
  /** What is filled in at first. */
  model: string;
  /** Ids of the chat models that are listed. */
  models: string[];
  /** The model the self-test begins with. */
  testModel: string;
  language: Language;
  words: Pick<Words, "connect" | "common">;
}

/** How clients are set up, and whether they will work. */
export function Connect(props: ConnectProps) {
  const { origin, models, language } = props;
  const { connect: words, common } = props.words;
  const key = useSignal("");
  const isFresh = useSignal(false);
  const model = useSignal(props.model);
  const clientId = useSignal("curl");
  const isBusy = useSignal(false);
  const clients = Object.values(CLIENTS).flat();
  const client = clients.find(({ id }) => id === clientId.value);

  useEffect(() => {
    const handed = takeKey();
    if (handed === null) return;
    key.value = handed;
    isFresh.value = true;
  }, []);

  async function makeKey() {
    if (client === undefined) return;
    isBusy.value = true;
    const made = await api.post<MadeKey>("/api/keys", { name: client.name });
    isBusy.value = false;
    if (!made.ok) {
      const text = sentenceOf(made.fault, common.faults);
      return showToast({ text, tone: "bad" });
    }
    key.value = made.value.key;
    isFresh.value = true;
    const text = fill(words.made, { client: client.name });
    showToast({ text, tone: "good" });
  }

  return (
    <div class="stack-l">
      <section class="card connect-values" aria-labelledby="connect-values">
        <h2 id="connect-values">{words.values}</h2>
        <div class="connect-fields">
          <div class="field">
            <span class="label">{words.address}</span>
            <code class="connect-address">{origin}</code>
          </div>
          <TextField
            id="connect-key"
            label={words.key}
            hint={isFresh.value ? words.keyFresh : words.keyHint}
            placeholder={words.keyPlaceholder}
            autocomplete="off"
            spellcheck={false}
            value={key.value}
            onInput={(event) => {
              key.value = event.currentTarget.value;
              isFresh.value = false;
            }}
          />
          <TextField
            id="connect-model"
            label={words.model}
            list="connect-models"
            autocomplete="off"
            spellcheck={false}
            value={model.value}
            onInput={(event) => model.value = event.currentTarget.value}
          />
          <datalist id="connect-models">
            {models.map((id) => <option key={id} value={id} />)}
          </datalist>
        </div>
        <div>
          <Button icon={KeyRound} busy={isBusy.value} onClick={makeKey}>
            {fill(words.makeKey, { client: client?.name ?? "" })}
          </Button>
        </div>
      </section>
      <ClientSnippets
        current={clientId.value}
        onChange={(id) => clientId.value = id}
        values={{
          origin,
          base: `${origin}/v1`,
          key: key.value.trim() || KEY_PLACEHOLDER,
          model: model.value.trim() || props.model,
        }}
        words={{ connect: words, common }}
      />
      <SelfTest
        model={props.testModel}
        models={models}
        language={language}
        words={words}
      />
    </div>
  );
}
