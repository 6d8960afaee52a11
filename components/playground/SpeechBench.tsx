import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Exchange } from "../../lib/browser/playground/exchange.ts";
import {
  fieldsThatSay,
  unreachable,
} from "../../lib/browser/playground/media_call.ts";
import { loadVoices, type Voice } from "../../lib/browser/playground/voices.ts";
import { fill } from "../../lib/i18n/fill.ts";
import { formatDuration } from "../../lib/i18n/format.ts";
import { Button, LinkButton } from "../Button.tsx";
import { EmptyState } from "../EmptyState.tsx";
import { SelectField, TextArea, TextField } from "../Field.tsx";
import { Download, FileText, Volume2 } from "../icons.ts";
import { type BenchProps, useWork } from "./bench.ts";
import { BenchFrame } from "./BenchFrame.tsx";

interface Spoken {
  url: string;
  text: string;
  model: string;
  /** How its file is called. */
  name: string;
  durationMs: number;
  exchange: Exchange;
}

const PATH = "/v1/audio/speech";

const FORMATS = ["mp3", "opus", "aac", "flac", "wav"];

/** Has texts spoken. */
export function SpeechBench(props: BenchProps) {
  const work = useWork("speech", props);
  const { media } = props.words.play;
  const text = useSignal(media.speechText);
  const voice = useSignal("");
  const format = useSignal("");
  const instructions = useSignal("");
  const voices = useSignal<Voice[]>([]);
  const spoken = useSignal<Spoken[]>([]);
  useEffect(() => {
    void loadVoices(props.send).then((loaded) => voices.value = loaded);
    return () => spoken.value.forEach(({ url }) => URL.revokeObjectURL(url));
  }, []);
  const fitting = voices.value.filter(({ models }) =>
    models.includes(work.model.value)
  );
  const body = {
    model: work.model.value,
    input: text.value,
    ...fieldsThatSay({
      // Voices belong to models.
      voice: fitting.some(({ id }) => id === voice.value) ? voice.value : "",
      response_format: format.value,
      instructions: instructions.value,
    }),
  };

  async function speak() {
    const result = await work.call(PATH, body);
    if (!result.ok) return;
    const { res, exchange, durationMs } = result;
    work.isBusy.value = true;
    const sound = await res.blob().catch(() => null);
    work.isBusy.value = false;
    if (sound === null) {
      work.fault.value = unreachable(work.signal());
      return;
    }
    exchange.event(`${sound.type}: ${sound.size} bytes`);
    spoken.value = [{
      url: URL.createObjectURL(sound),
      text: body.input,
      model: body.model,
      name: `speech.${format.value || /\w+$/.exec(sound.type)?.[0] || "mp3"}`,
      durationMs,
      exchange,
    }, ...spoken.value];
  }

  return (
    <BenchFrame
      {...props}
      id="speech"
      work={work}
      next={{ path: PATH, body }}
      start={{
        label: media.make,
        isReady: text.value.trim() !== "",
        run: () => void speak(),
      }}
      fields={
        <>
          <TextArea
            id="speech-text"
            label={media.text}
            rows={4}
            dir="auto"
            value={text.value}
            onInput={(event) => text.value = event.currentTarget.value}
          />
          <div class="setting-grid">
            <SelectField
              id="speech-voice"
              label={media.voice}
              value={voice.value}
              options={[
                { value: "", label: media.asModel },
                ...fitting.map(({ id, name }) => ({ value: id, label: name })),
              ]}
              onChange={(event) => voice.value = event.currentTarget.value}
            />
            <SelectField
              id="speech-format"
              label={media.format}
              value={format.value}
              options={[
                { value: "", label: media.asModel },
                ...FORMATS.map((value) => ({ value, label: value })),
              ]}
              onChange={(event) => format.value = event.currentTarget.value}
            />
          </div>
          <TextField
            id="speech-instructions"
            label={media.instructions}
            dir="auto"
            value={instructions.value}
            onInput={(event) => instructions.value = event.currentTarget.value}
          />
        </>
      }
      results={
        <>
          {spoken.value.length === 0 && (
            <EmptyState icon={Volume2} title={media.noSpeech}>
              {media.noSpeechHelp}
            </EmptyState>
          )}
          {spoken.value.map((one) => (
            <SpokenCard key={one.url} spoken={one} {...props} />
          ))}
        </>
      }
    />
  );
}

function SpokenCard(
  { spoken, words, onInspect }: BenchProps & { spoken: Spoken },
) {
  const { media, chat } = words.play;
  const { url, text, model, name, durationMs, exchange } = spoken;
  const time = formatDuration(durationMs, words.language);
  return (
    <div class="card made">
      <p dir="auto">{text}</p>
      <audio controls src={url} aria-label={text} />
      <p class="hint">{fill(media.madeBy, { model, time })}</p>
      <div class="cluster">
        <LinkButton size="s" icon={Download} href={url} download={name}>
          {media.download}
        </LinkButton>
        <Button
          size="s"
          tone="plain"
          icon={FileText}
          label={chat.showRequest}
          onClick={() => onInspect({ exchange, isNext: false })}
        />
      </div>
    </div>
  );
}
