import type { TranscriptFormat } from "../../media/transcription.ts";

/** A model that writes speech down. */
export interface TranscriptionModel {
  id: string;
  name: string;
  /** Puter's `provider`. */
  provider: "openai" | "xai";
  formats: TranscriptFormat[];
  takesPrompt: boolean;
  /** True when it can translate into English. */
  translates: boolean;
  hasTimestamps: boolean;
  tellsSpeakers: boolean;
}

/**
 * Puter's models for speech, which no public list of Puter names: from
 * `puter-speech2txt.list_models` as captured. Only Whisper translates: where
 * another model is asked to, Puter hands it to a vendor that refuses, or xAI
 * just transcribes.
 */
export const TRANSCRIPTION_MODELS: readonly TranscriptionModel[] = [
  model("gpt-4o-mini-transcribe", { formats: ["json", "text"] }),
  model("gpt-4o-transcribe", { formats: ["json", "text"] }),
  model("gpt-4o-transcribe-diarize", {
    formats: ["json", "text", "diarized_json"],
    takesPrompt: false,
    tellsSpeakers: true,
  }),
  model("whisper-1", {
    formats: ["json", "text", "srt", "verbose_json", "vtt"],
    translates: true,
    hasTimestamps: true,
  }),
  model("xai-stt", {
    name: "xAI Speech to Text",
    provider: "xai",
    formats: ["json"],
    takesPrompt: false,
  }),
];

function model(
  id: string,
  traits: Partial<TranscriptionModel> & Pick<TranscriptionModel, "formats">,
): TranscriptionModel {
  return {
    id,
    name: id,
    provider: "openai",
    takesPrompt: true,
    translates: false,
    hasTimestamps: false,
    tellsSpeakers: false,
    ...traits,
  };
}

/** A model by its id. */
export function transcriptionModel(id: string): TranscriptionModel | undefined {
  return TRANSCRIPTION_MODELS.find((model) => model.id === id);
}
