import { useSignal } from "@preact/signals";
import { api, type ApiFault, sentenceOf } from "../../lib/browser/api.ts";
import type { Companion } from "../../lib/browser/api_types.ts";
import { showToast } from "../../lib/browser/toasts.ts";
import { fill } from "../../lib/i18n/fill.ts";
import type { Words } from "../../lib/i18n/mod.ts";
import { Badge } from "../Badge.tsx";
import { Button } from "../Button.tsx";
import { TextField } from "../Field.tsx";

export interface CompanionFormProps {
  companion: Companion;
  words: Pick<Words, "settings" | "common">;
}

const PATH = "/api/settings/companion";

/** The endpoint that serves what Puter does not. */
export function CompanionForm(props: CompanionFormProps) {
  const { settings: { companion: words, sources }, common } = props.words;
  const view = useSignal(props.companion);
  const baseUrl = useSignal(props.companion.baseUrl ?? "");
  const apiKey = useSignal("");
  const faults = useSignal<{ baseUrl?: string; apiKey?: string }>({});
  const isBusy = useSignal(false);
  const { hasKey, keyFingerprint, source } = view.value;

  async function put(change: Record<string, unknown> | null) {
    isBusy.value = true;
    const changed = change === null
      ? await api.delete<Companion>(PATH)
      : await api.put<Companion>(PATH, change);
    isBusy.value = false;
    if (!changed.ok) return show(changed.fault);
    view.value = changed.value;
    baseUrl.value = changed.value.baseUrl ?? "";
    apiKey.value = "";
    faults.value = {};
    showToast({ text: words.changed, tone: "good" });
  }

  function show(fault: ApiFault) {
    const param = fault.kind === "refused" ? fault.param : null;
    const field = param === "apiKey" ? "apiKey" : "baseUrl";
    faults.value = { [field]: sentenceOf(fault, common.faults) };
  }

  function submit(event: Event) {
    event.preventDefault();
    const key = apiKey.value.trim();
    put({
      baseUrl: baseUrl.value.trim(),
      ...(key === "" ? {} : { apiKey: key }),
    });
  }

  return (
    <form class="companion" onSubmit={submit} noValidate>
      <div class="cluster">
        <h2>{words.heading}</h2>
        {source !== "none" && <Badge tone="info">{sources[source]}</Badge>}
      </div>
      <p class="hint">{words.lead}</p>
      {view.value.baseUrl === null && <p class="hint">{words.none}</p>}
      <div class="companion-fields">
        <TextField
          id="companion-url"
          label={words.baseUrl}
          hint={words.baseUrlHint}
          type="url"
          autocomplete="off"
          value={baseUrl.value}
          error={faults.value.baseUrl}
          onInput={(event) => baseUrl.value = event.currentTarget.value}
        />
        <TextField
          id="companion-key"
          label={words.apiKey}
          hint={hasKey
            ? fill(words.keyKept, { fingerprint: keyFingerprint ?? "" })
            : words.apiKeyHint}
          type="password"
          autocomplete="off"
          value={apiKey.value}
          error={faults.value.apiKey}
          onInput={(event) => apiKey.value = event.currentTarget.value}
        />
      </div>
      <div class="cluster">
        <Button type="submit" tone="primary" busy={isBusy.value}>
          {common.save}
        </Button>
        {hasKey && source === "stored" && (
          <Button
            onClick={() => put({ baseUrl: view.value.baseUrl, apiKey: null })}
          >
            {words.removeKey}
          </Button>
        )}
        {view.value.baseUrl !== null && (
          <Button
            title={words.offHint}
            onClick={() => put({ baseUrl: null })}
          >
            {words.off}
          </Button>
        )}
        {source === "stored" && (
          <Button tone="plain" onClick={() => put(null)}>
            {fill(props.words.settings.reset, { value: sources.environment })}
          </Button>
        )}
      </div>
    </form>
  );
}
