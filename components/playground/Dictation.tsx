import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { ApiSend } from "../../lib/browser/playground/ask_model.ts";
import {
  type Recording,
  startRecording,
} from "../../lib/browser/playground/recording.ts";
import { transcribe } from "../../lib/browser/playground/transcribe.ts";
import { showToast } from "../../lib/browser/toasts.ts";
import { Button } from "../Button.tsx";
import { Mic, Square } from "../icons.ts";
import { sentenceOfFault } from "./AnswerFault.tsx";
import type { PlayWords } from "./words.ts";

export interface DictationProps {
  send: ApiSend;
  /** The model that writes down what was said. */
  model: string;
  words: PlayWords;
  onText: (text: string) => void;
}

/** Writes down what is said into the microphone. */
export function Dictation({ send, model, words, onText }: DictationProps) {
  const recording = useRef<Recording | null>(null);
  const state = useSignal<"idle" | "recording" | "busy">("idle");
  const { chat, media } = words.play;
  useEffect(() => () => recording.current?.cancel(), []);

  async function start() {
    recording.current = await startRecording();
    if (recording.current === null) {
      showToast({ text: media.noMicrophone, tone: "bad" });
      return;
    }
    state.value = "recording";
  }

  async function finish() {
    const file = await recording.current?.end();
    recording.current = null;
    state.value = "busy";
    if (file) {
      const heard = await transcribe({ send, model, file });
      if (heard.ok) onText(heard.text);
      else {
        const text = sentenceOfFault(heard.fault, words);
        showToast({ text, tone: "bad" });
      }
    }
    state.value = "idle";
  }

  const isRecording = state.value === "recording";
  return (
    <Button
      tone={isRecording ? "danger" : "plain"}
      icon={isRecording ? Square : Mic}
      busy={state.value === "busy"}
      label={isRecording ? chat.stopDictating : chat.dictate}
      onClick={isRecording ? finish : start}
    />
  );
}
