import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { listModels, makeFirstCall } from "../../lib/browser/first_call.ts";
import { fill } from "../../lib/i18n/fill.ts";
import type { Words } from "../../lib/i18n/mod.ts";
import { Button, LinkButton } from "../Button.tsx";
import { CodeBlock } from "../CodeBlock.tsx";
import { SelectField } from "../Field.tsx";
import { ArrowRight, Play } from "../icons.ts";
import { Notice } from "../Notice.tsx";

export interface CallStepProps {
  words: Words["overview"]["welcome"];
  common: Words["common"];
  /** The key that was just made. */
  clientKey: string;
}

/** Asked for first where it is offered: cheap, and known to all. */
const GOOD_FIRST = /(^|\/)(gpt-4o-mini|gpt-5-nano|gpt-4\.1-nano|gpt-4o)$/;

/** The first call: as a command, or from here with the very key. */
export function CallStep({ words, common, clientKey }: CallStepProps) {
  const models = useSignal<string[]>([]);
  const model = useSignal("");
  const answer = useSignal("");
  const fault = useSignal<string | null>(null);
  const state = useSignal<"idle" | "busy" | "done">("idle");
  useEffect(() => {
    listModels(clientKey).then((ids) => {
      models.value = ids;
      model.value = ids.find((id) => GOOD_FIRST.test(id)) ?? ids[0] ?? "";
    }).catch(() => fault.value = common.faults.unreachable);
  }, []);

  async function call() {
    state.value = "busy";
    fault.value = null;
    answer.value = "";
    const message = words.greeting;
    try {
      const question = { key: clientKey, model: model.value, message };
      for await (const text of makeFirstCall(question)) answer.value += text;
      state.value = "done";
    } catch (thrown) {
      const message = thrown instanceof Error ? thrown.message : "";
      fault.value = fill(words.failed, { message });
      state.value = "idle";
    }
  }

  const baseUrl = `${location.origin}/v1`;
  const command = commandOf(baseUrl, model.value, words.greeting);
  return (
    <div class="stack">
      <Notice tone="fair">{words.keyOnce}</Notice>
      <CodeBlock code={clientKey} label={words.key} words={common} wraps />
      <CodeBlock code={baseUrl} label={words.baseUrl} words={common} />
      <p>{words.callLead}</p>
      <CodeBlock
        code={command.replace("{key}", "$KEY")}
        copyText={command.replace("{key}", clientKey)}
        label={words.callLead}
        words={common}
      />
      <p>{words.callHere}</p>
      <div class="first-call">
        <SelectField
          id="model"
          label={words.callModel}
          value={model.value}
          options={models.value.map((id) => ({ value: id, label: id }))}
          onChange={(event) => model.value = event.currentTarget.value}
        />
        <Button
          tone="primary"
          icon={Play}
          busy={state.value === "busy"}
          disabled={model.value === ""}
          onClick={call}
        >
          {state.value === "busy" ? words.calling : words.call}
        </Button>
      </div>
      <div role="status">
        {fault.value && <Notice tone="bad">{fault.value}</Notice>}
        {answer.value !== "" && (
          <p class="first-answer" dir="auto">{answer.value}</p>
        )}
      </div>
      {state.value === "done" && (
        <div class="cluster">
          <strong>{words.finished}</strong>
          <LinkButton href="/" tone="primary" icon={ArrowRight}>
            {words.open}
          </LinkButton>
          <LinkButton href="/connect">{words.more}</LinkButton>
        </div>
      )}
    </div>
  );
}

function commandOf(baseUrl: string, model: string, text: string): string {
  const body = { model, messages: [{ role: "user", content: text }] };
  return `curl ${baseUrl}/chat/completions \\
  -H "Authorization: Bearer {key}" \\
  -H "Content-Type: application/json" \\
  -d '${JSON.stringify(body)}'`;
}
