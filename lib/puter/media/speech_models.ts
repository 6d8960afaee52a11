import type { SpeechFormat } from "../../media/speech.ts";

/** A vendor of speech behind `puter-tts`. */
export interface SpeechProvider {
  /** Puter's `provider`. */
  id: string;
  /** Names that are its models', listed or not. */
  pattern: RegExp;
  models: SpeechModel[];
  /** Each format it makes, and what it is called there. */
  formats: Partial<Record<SpeechFormat, string>>;
  /** The argument that names the format; none where it is fixed. */
  formatArgument?: "response_format" | "output_format";
  defaultFormat: SpeechFormat;
  /** Voices that every release of Puter takes. */
  voices: SpeechVoice[];
  defaultVoice?: string;
  /** True when it has only these; else others are handed on. */
  isClosed: boolean;
  takesModel: boolean;
  takesInstructions: boolean;
  /** Most characters of a text. */
  maxInput?: number;
}

/** A model of speech. */
export interface SpeechModel {
  id: string;
  name: string;
  /** Micro-cents for a character, as Puter's list says; absent when it does not. */
  characterPrice?: number;
  /** Voices of the vendor that this model has not. */
  lacks?: string[];
}

/** A voice, by the id that is sent. */
export interface SpeechVoice {
  id: string;
  name: string;
}

/** US dollars for a million characters in micro-cents for one. */
const PER_MILLION = 100;

/** Names that OpenAI's clients offer for every model. */
export const OPENAI_VOICES: readonly string[] = [
  ...["alloy", "ash", "ballad", "cedar", "coral", "echo", "fable"],
  ...["marin", "nova", "onyx", "sage", "shimmer", "verse"],
];

/**
 * Puter's vendors of speech, which no public list of Puter names: from
 * `puter-tts.list_engines` and `list_voices` as captured, and from the drivers'
 * source (`drivers/ai-tts/providers`). Formats are those that are sure to come
 * as asked for: ElevenLabs gets the format where its API does not read it.
 */
export const SPEECH_PROVIDERS: readonly SpeechProvider[] = [
  {
    id: "openai",
    pattern: /^(?:gpt-.*tts|tts-)/,
    models: [
      {
        id: "gpt-4o-mini-tts",
        name: "GPT-4o mini TTS",
        characterPrice: 15 * PER_MILLION,
      },
      {
        id: "tts-1",
        name: "TTS 1",
        characterPrice: 15 * PER_MILLION,
        lacks: ["ballad"],
      },
      {
        id: "tts-1-hd",
        name: "TTS 1 HD",
        characterPrice: 30 * PER_MILLION,
        lacks: ["ballad"],
      },
    ],
    formats: {
      mp3: "mp3",
      opus: "opus",
      aac: "aac",
      flac: "flac",
      wav: "wav",
      pcm: "pcm",
    },
    formatArgument: "response_format",
    defaultFormat: "mp3",
    voices: named([
      ...["Alloy", "Ash", "Ballad", "Coral", "Echo"],
      ...["Fable", "Nova", "Onyx", "Sage", "Shimmer"],
    ], lowered),
    defaultVoice: "alloy",
    isClosed: true,
    takesModel: true,
    takesInstructions: true,
    maxInput: 4096,
  },
  {
    id: "elevenlabs",
    pattern: /^eleven_/,
    models: [
      { id: "eleven_multilingual_v2", name: "Eleven Multilingual v2" },
      { id: "eleven_flash_v2_5", name: "Eleven Flash v2.5" },
      { id: "eleven_turbo_v2_5", name: "Eleven Turbo v2.5" },
      { id: "eleven_v3", name: "Eleven v3" },
    ],
    formats: { mp3: "mp3_44100_128" },
    defaultFormat: "mp3",
    voices: [{ id: "21m00Tcm4TlvDq8ikWAM", name: "Rachel" }],
    isClosed: false,
    takesModel: true,
    takesInstructions: false,
  },
  {
    id: "gemini",
    pattern: /^gemini-.*tts/,
    models: [
      { id: "gemini-2.5-flash-preview-tts", name: "Gemini 2.5 Flash TTS" },
      { id: "gemini-2.5-pro-preview-tts", name: "Gemini 2.5 Pro TTS" },
      { id: "gemini-3.1-flash-tts-preview", name: "Gemini 3.1 Flash TTS" },
    ],
    formats: { wav: "wav" },
    defaultFormat: "wav",
    voices: named([
      ...["Zephyr", "Puck", "Charon", "Kore", "Fenrir", "Leda", "Orus"],
      ...["Aoede", "Callirrhoe", "Autonoe", "Enceladus", "Iapetus"],
      ...["Umbriel", "Algieba", "Despina", "Erinome", "Algenib"],
      ...["Rasalgethi", "Laomedeia", "Achernar", "Alnilam", "Schedar"],
      ...["Gacrux", "Pulcherrima", "Achird", "Zubenelgenubi"],
      ...["Vindemiatrix", "Sadachbia", "Sadaltager", "Sulafat"],
    ]),
    defaultVoice: "Kore",
    isClosed: false,
    takesModel: true,
    takesInstructions: true,
  },
  {
    id: "xai",
    pattern: /^(?:xai|grok)-tts/,
    models: [{ id: "xai-tts", name: "xAI TTS" }],
    formats: { mp3: "mp3", wav: "wav" },
    formatArgument: "output_format",
    defaultFormat: "mp3",
    voices: named(["Eve", "Ara", "Rex", "Sal", "Leo"], lowered),
    defaultVoice: "eve",
    isClosed: false,
    takesModel: false,
    takesInstructions: false,
    maxInput: 15_000,
  },
  {
    id: "speechify",
    pattern: /^simba-/,
    models: [{ id: "simba-3.2", name: "Simba 3.2" }],
    formats: { mp3: "mp3", wav: "wav", aac: "aac" },
    formatArgument: "output_format",
    defaultFormat: "mp3",
    voices: named(
      ["Geffen", "Dominic", "Harper", "Hugh", "Imogen"],
      (name) => `${lowered(name)}_32`,
    ),
    defaultVoice: "geffen_32",
    isClosed: false,
    takesModel: true,
    takesInstructions: false,
  },
  {
    id: "aws-polly",
    pattern: /^aws-polly$/,
    models: [{ id: "aws-polly", name: "Amazon Polly" }],
    formats: { mp3: "mp3" },
    defaultFormat: "mp3",
    voices: [{ id: "Joanna", name: "Joanna" }],
    isClosed: false,
    takesModel: false,
    takesInstructions: false,
  },
];

function named(
  names: string[],
  idOf: (name: string) => string = (name) => name,
): SpeechVoice[] {
  return names.map((name) => ({ id: idOf(name), name }));
}

function lowered(name: string): string {
  return name.toLowerCase();
}

/** The vendor of a model, listed or not. */
export function speechProviderOf(model: string): SpeechProvider | undefined {
  return SPEECH_PROVIDERS.find(({ pattern }) => pattern.test(model));
}

/** The voices that a model has for sure. */
export function voicesOf(
  { voices, models }: SpeechProvider,
  model: string,
): SpeechVoice[] {
  const lacks = models.find(({ id }) => id === model)?.lacks ?? [];
  return voices.filter(({ id }) => !lacks.includes(id));
}
