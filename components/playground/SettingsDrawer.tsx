import type { ChatSettings } from "../../lib/browser/playground/chat_settings.ts";
import {
  EXAMPLE_TOOLS,
  NO_SETTINGS,
  readTools,
} from "../../lib/browser/playground/chat_settings.ts";
import { fill } from "../../lib/i18n/fill.ts";
import { Button } from "../Button.tsx";
import { Drawer } from "../Dialog.tsx";
import { SelectField, TextArea, TextField } from "../Field.tsx";
import type { PlayWords } from "./words.ts";

export interface SettingsDrawerProps {
  isOpen: boolean;
  onClose: () => void;
  settings: ChatSettings;
  onChange: (changes: Partial<ChatSettings>) => void;
  words: PlayWords;
}

type NumberName =
  | "temperature"
  | "topP"
  | "maxTokens"
  | "seed"
  | "presencePenalty"
  | "frequencyPenalty";

const NUMBERS: [name: NumberName, min: number | undefined, max?: number][] = [
  ["temperature", 0, 2],
  ["topP", 0, 1],
  ["maxTokens", 1],
  ["seed", undefined],
  ["presencePenalty", -2, 2],
  ["frequencyPenalty", -2, 2],
];

/** System prompt, parameters and tools of a conversation. */
export function SettingsDrawer(props: SettingsDrawerProps) {
  const { words, onChange } = props;
  const texts = words.play.settings;
  return (
    <Drawer
      id="chat-settings"
      isOpen={props.isOpen}
      onClose={props.onClose}
      title={texts.title}
      closeLabel={words.common.close}
      foot={
        <>
          <Button onClick={() => onChange(NO_SETTINGS)}>{texts.reset}</Button>
          <Button tone="primary" onClick={props.onClose}>
            {words.common.close}
          </Button>
        </>
      }
    >
      <TextArea
        id="setting-system"
        label={texts.system}
        hint={texts.systemHint}
        rows={5}
        dir="auto"
        value={props.settings.system}
        onInput={(event) => onChange({ system: event.currentTarget.value })}
      />
      <Parameters {...props} />
      <Tools {...props} />
    </Drawer>
  );
}

function Parameters({ settings, onChange, words }: SettingsDrawerProps) {
  const texts = words.play.settings;
  const { efforts } = texts;
  return (
    <section class="stack" aria-labelledby="setting-parameters">
      <div>
        <h3 id="setting-parameters">{texts.parameters}</h3>
        <p class="hint">{texts.leaveOut}</p>
      </div>
      <div class="setting-grid">
        {NUMBERS.map(([name, min, max]) => (
          <TextField
            key={name}
            id={`setting-${name}`}
            label={texts[name]}
            type="number"
            step={max === undefined ? 1 : 0.1}
            min={min}
            max={max}
            value={settings[name]}
            onInput={(event) => onChange({ [name]: event.currentTarget.value })}
          />
        ))}
        <SelectField
          id="setting-effort"
          label={texts.effort}
          value={settings.effort}
          options={[
            { value: "", label: texts.asModel },
            ...Object.entries(efforts).map(([value, label]) => ({
              value,
              label,
            })),
          ]}
          onChange={(event) =>
            onChange({
              effort: event.currentTarget.value as ChatSettings["effort"],
            })}
        />
        <SelectField
          id="setting-format"
          label={texts.format}
          value={settings.format}
          options={[
            { value: "", label: texts.asModel },
            { value: "json_object", label: texts.json },
          ]}
          onChange={(event) =>
            onChange({
              format: event.currentTarget.value as ChatSettings["format"],
            })}
        />
      </div>
      <TextArea
        id="setting-stop"
        label={texts.stop}
        rows={2}
        value={settings.stop}
        onInput={(event) => onChange({ stop: event.currentTarget.value })}
      />
    </section>
  );
}

function Tools({ settings, onChange, words }: SettingsDrawerProps) {
  const texts = words.play.settings;
  const read = readTools(settings.tools);
  const error = read.ok
    ? null
    : fill(texts.toolFaults[read.why], { n: read.at + 1 });
  return (
    <section class="stack" aria-labelledby="setting-tools-title">
      <h3 id="setting-tools-title">{texts.tools}</h3>
      <TextArea
        id="setting-tools"
        label="JSON"
        hint={texts.toolsHint}
        error={error}
        rows={8}
        spellcheck={false}
        value={settings.tools}
        onInput={(event) => onChange({ tools: event.currentTarget.value })}
      />
      {settings.tools.trim() === "" && (
        <div>
          <Button size="s" onClick={() => onChange({ tools: EXAMPLE_TOOLS })}>
            {texts.example}
          </Button>
        </div>
      )}
      <SelectField
        id="setting-choice"
        label={texts.choice}
        value={settings.toolChoice}
        options={[
          { value: "", label: texts.asModel },
          ...Object.entries(texts.choices).map(([value, label]) => ({
            value,
            label,
          })),
        ]}
        onChange={(event) =>
          onChange({
            toolChoice: event.currentTarget.value as ChatSettings["toolChoice"],
          })}
      />
    </section>
  );
}
