/** Formats of speech, in OpenAI's words. */
export const SPEECH_FORMATS = [
  "mp3",
  "opus",
  "aac",
  "flac",
  "wav",
  "pcm",
] as const;

/** A format of speech; `opus` lies in Ogg, `pcm` is 16 bits at 24 kHz. */
export type SpeechFormat = typeof SPEECH_FORMATS[number];

/** Text that is to be spoken. */
export interface SpeechRequest {
  /** The model as the client wrote it. */
  model: string;
  input: string;
  /** Absent for the model's own default. */
  voice?: string;
  /** Absent for the model's own default. */
  format?: SpeechFormat;
  /** How to speak; models that take none ignore it, as OpenAI's do. */
  instructions?: string;
  /** True when the sound comes as server-sent events. */
  stream: boolean;
}

/** Media types of speech by format. */
export const SPEECH_TYPES: Record<SpeechFormat, string> = {
  mp3: "audio/mpeg",
  opus: "audio/ogg",
  aac: "audio/aac",
  flac: "audio/flac",
  wav: "audio/wav",
  pcm: "audio/pcm",
};

/** Other names under which vendors give these types. */
const OTHER_NAMES: Record<string, string> = {
  "audio/mp3": "audio/mpeg",
  "audio/opus": "audio/ogg",
  "audio/x-wav": "audio/wav",
  "audio/wave": "audio/wav",
  "audio/x-flac": "audio/flac",
  "audio/x-aac": "audio/aac",
};

/**
 * What sound is to be labelled: as the format that was asked for, unless it
 * comes as something else, which players must be told.
 */
export function soundType(format: SpeechFormat, told: string): string {
  const type = OTHER_NAMES[told] ?? told;
  return type.startsWith("audio/") ? type : SPEECH_TYPES[format];
}
