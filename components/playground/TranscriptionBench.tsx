import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import {
  type Recording,
  startRecording,
} from "../../lib/browser/playground/recording.ts";
import { transcribe } from "../../lib/browser/playground/transcribe.ts";
import { showToast } from "../../lib/browser/toasts.ts";
import { fill } from "../../lib/i18n/fill.ts";
import { formatDuration } from "../../lib/i18n/format.ts";
import { Button } from "../Button.tsx";
import { CopyButton } from "../CopyButton.tsx";
import { EmptyState } from "../EmptyState.tsx";
import { Field } from "../Field.tsx";
import { Mic, Square } from "../icons.ts";
import { type BenchProps, useWork } from "./bench.ts";
import { BenchFrame } from "./BenchFrame.tsx";
import { LongText } from "./LongText.tsx";

interface Transcript {
  id: number;
  /** What was listened to. */
  url: string;
  name: string;
  text: string;
  model: string;
  durationMs: number;
}

/** Writes down what is said, into the microphone or in a file. */
export function TranscriptionBench(props: BenchProps) {
  const { send, words } = props;
  const work = useWork("transcription", props);
  const { media } = words.play;
  const heard = useSignal<Transcript[]>([]);
  useEffect(
    () => () => heard.value.forEach(({ url }) => URL.revokeObjectURL(url)),
    [],
  );

  async function listen(file: File) {
    const model = work.model.value;
    work.isBusy.value = true;
    work.fault.value = null;
    const signal = work.signal();
    const start = performance.now();
    const result = await transcribe({ send, model, file, signal })
      .catch(() => null);
    work.isBusy.value = false;
    if (result === null) return;
    if (!result.ok) {
      work.fault.value = result.fault;
      return;
    }
    heard.value = [{
      id: start,
      url: URL.createObjectURL(file),
      name: file.name,
      text: result.text,
      model,
      durationMs: performance.now() - start,
    }, ...heard.value];
  }

  return (
    <BenchFrame
      {...props}
      id="transcription"
      work={work}
      fields={
        <>
          <Recorder
            words={words}
            isBusy={work.isBusy.value || work.model.value === ""}
            onFile={listen}
          />
          <Field id="transcription-file" label={media.file}>
            {(control) => (
              <input
                {...control}
                class="input"
                type="file"
                accept="audio/*,video/*"
                disabled={work.isBusy.value}
                onChange={(event) => {
                  const file = event.currentTarget.files?.[0];
                  if (file !== undefined) void listen(file);
                  event.currentTarget.value = "";
                }}
              />
            )}
          </Field>
        </>
      }
      results={
        <>
          {heard.value.length === 0 && (
            <EmptyState icon={Mic} title={media.noTranscript}>
              {media.noTranscriptHelp}
            </EmptyState>
          )}
          {heard.value.map(({ id, url, name, text, model, durationMs }) => (
            <div key={id} class="card made">
              <audio controls src={url} aria-label={name} />
              <LongText text={text.trim() || media.nothingHeard} />
              <p class="hint">
                {fill(media.madeBy, {
                  model,
                  time: formatDuration(durationMs, words.language),
                })}
              </p>
              <div>
                <CopyButton text={text} words={words.common} />
              </div>
            </div>
          ))}
        </>
      }
    />
  );
}

function Recorder(
  { words, isBusy, onFile }: Pick<BenchProps, "words"> & {
    isBusy: boolean;
    onFile: (file: File) => void;
  },
) {
  const recording = useRef<Recording | null>(null);
  const isRecording = useSignal(false);
  const { media } = words.play;
  useEffect(() => () => recording.current?.cancel(), []);

  async function toggle() {
    if (recording.current !== null) {
      const file = await recording.current.end();
      recording.current = null;
      isRecording.value = false;
      onFile(file);
      return;
    }
    recording.current = await startRecording();
    isRecording.value = recording.current !== null;
    if (!isRecording.value) {
      showToast({ text: media.noMicrophone, tone: "bad" });
    }
  }

  return (
    <div class="cluster">
      <Button
        tone={isRecording.value ? "danger" : "primary"}
        icon={isRecording.value ? Square : Mic}
        disabled={isBusy}
        onClick={toggle}
      >
        {isRecording.value ? media.stopRecording : media.record}
      </Button>
      {isRecording.value && <span class="live-dot">{media.recording}</span>}
    </div>
  );
}
