import { useSignal } from "@preact/signals";
import { type ApiFault, sentenceOf } from "../../lib/browser/api.ts";
import {
  CONTROLS,
  type SettingName,
} from "../../lib/browser/settings/fields.ts";
import type { SettingView } from "../../lib/browser/settings/settings_state.ts";
import { sayValue, textOf, valueOf } from "../../lib/browser/settings/texts.ts";
import { fill } from "../../lib/i18n/fill.ts";
import type { Language, Words } from "../../lib/i18n/mod.ts";
import { Badge } from "../Badge.tsx";
import { Button } from "../Button.tsx";
import { RotateCcw } from "../icons.ts";
import { Notice } from "../Notice.tsx";
import { AliasesEditor } from "./AliasesEditor.tsx";
import { SettingControl } from "./SettingControl.tsx";

export interface SettingRowProps {
  name: SettingName;
  view: SettingView;
  models: readonly string[];
  language: Language;
  words: Pick<Words, "settings" | "common">;
  /** Puts a value in force; null gives it back to the environment. */
  onChange: (value: unknown) => Promise<ApiFault | null>;
}

/** A setting: what it means, what is in force and why, and its control. */
export function SettingRow(props: SettingRowProps) {
  const { name, view, language, words: { settings: words, common } } = props;
  const draft = useSignal<string | null>(null);
  const error = useSignal<string | null>(null);
  const isBusy = useSignal(false);
  const id = `setting-${name}`;
  const title = words.fields[name];
  const hints: Partial<Record<SettingName, string>> = words.hints;

  async function put(value: unknown) {
    isBusy.value = true;
    error.value = null;
    const fault = await props.onChange(value);
    isBusy.value = false;
    if (fault === null) draft.value = null;
    else {
      const isNewer = fault.kind === "refused" && fault.status === 412;
      error.value = isNewer ? words.newer : sentenceOf(fault, common.faults);
    }
  }

  function submit(event: Event) {
    event.preventDefault();
    if (draft.value === null) return;
    const read = valueOf(name, draft.value);
    if ("problem" in read) error.value = words[read.problem];
    else put(read.value);
  }

  const isAliases = CONTROLS[name].kind === "aliases";
  return (
    <form class="setting" onSubmit={submit} noValidate>
      <div class="setting-words">
        <div class="cluster">
          <label class="setting-name" for={id} id={`${id}-name`}>{title}</label>
          <SourceBadge source={view.source} words={words} />
        </div>
        <p class="hint" id={`${id}-hint`}>
          {hints[name] ?? `${view.description[language]}${PERIOD[language]}`}
        </p>
        <p class="hint faint">{originOf(props)}</p>
      </div>
      <div class="setting-control">
        {isAliases
          ? (
            <AliasesEditor
              id={id}
              value={view.value as Record<string, string[]>}
              models={props.models}
              words={words}
              saveLabel={common.save}
              isBusy={isBusy.value}
              onSave={put}
            />
          )
          : (
            <SettingControl
              {...props}
              id={id}
              text={draft.value ?? textOf(name, view.value)}
              isFaulty={error.value !== null}
              onText={(text) => draft.value = text}
              onPick={put}
            />
          )}
        {error.value && (
          <p class="error-text" id={`${id}-error`} role="alert">
            {error.value}
          </p>
        )}
        <div class="cluster setting-buttons">
          {draft.value !== null && (
            <>
              <Button
                type="submit"
                size="s"
                tone="primary"
                busy={isBusy.value}
              >
                {common.save}
              </Button>
              <Button
                size="s"
                onClick={() => {
                  draft.value = null;
                  error.value = null;
                }}
              >
                {common.cancel}
              </Button>
            </>
          )}
          {draft.value === null && view.source === "stored" && (
            <Button
              size="s"
              tone="plain"
              icon={RotateCcw}
              busy={isBusy.value}
              onClick={() => put(null)}
            >
              {fill(words.reset, {
                value: sayValue(name, view.start, { words, language }),
              })}
            </Button>
          )}
        </div>
        {name === "corsOrigins" && (view.value as string[]).includes("*") && (
          <Notice tone="fair">{words.openCors}</Notice>
        )}
      </div>
    </form>
  );
}

const PERIOD: Record<Language, string> = { en: ".", zh: "。" };

const TONES = {
  default: "neutral",
  environment: "info",
  stored: "good",
} as const;

function SourceBadge(
  { source, words }: {
    source: SettingView["source"];
    words: Words["settings"];
  },
) {
  return <Badge tone={TONES[source]}>{words.sources[source]}</Badge>;
}

function originOf({ name, view, language, words }: SettingRowProps): string {
  const { settings } = words;
  const { variable } = view;
  const value = sayValue(name, view.default, { words: settings, language });
  if (variable === null) return fill(settings.fromDefault, { value });
  const text = view.source === "environment"
    ? settings.fromEnvironment
    : settings.from;
  return fill(text, { variable, value });
}
