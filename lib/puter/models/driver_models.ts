import { SPEECH_PROVIDERS, speechProviderOf } from "../media/speech_models.ts";
import {
  TRANSCRIPTION_MODELS,
  transcriptionModel,
} from "../media/transcription_models.ts";

/** Kinds of models that no public list of Puter names. */
export const DRIVER_KINDS = [
  "speech",
  "transcription",
  "ocr",
  "voice_conversion",
] as const;

/** What a model of such a kind does. */
export type DriverKind = typeof DRIVER_KINDS[number];

/** A model of such a kind. */
export interface DriverModel {
  id: string;
  name: string;
  /** Puter's `provider`. */
  provider: string;
}

/** Models that read documents: `drivers/ai-ocr` of Puter's source. */
const OCR_MODELS: DriverModel[] = [
  { id: "mistral-ocr-latest", name: "Mistral OCR", provider: "mistral" },
  { id: "aws-textract", name: "Amazon Textract", provider: "aws-textract" },
];

/** Models that change voices: ElevenLabs', which is all that Puter has. */
const CONVERSION_MODELS: DriverModel[] = [
  {
    id: "eleven_multilingual_sts_v2",
    name: "Eleven Multilingual Speech to Speech v2",
    provider: "elevenlabs",
  },
  {
    id: "eleven_english_sts_v2",
    name: "Eleven English Speech to Speech v2",
    provider: "elevenlabs",
  },
];

/** Vendors' names that clients may put in front of a model's. */
const VENDOR_PREFIX =
  /^(?:openai|elevenlabs|google|gemini|xai|x-ai|speechify|mistral|mistralai|aws)\//;

/** All known models of a kind. */
export function driverModels(kind: DriverKind): DriverModel[] {
  switch (kind) {
    case "speech":
      return SPEECH_PROVIDERS.flatMap(({ id: provider, models }) =>
        models.map(({ id, name }) => ({ id, name, provider }))
      );
    case "transcription":
      return [...TRANSCRIPTION_MODELS];
    case "ocr":
      return OCR_MODELS;
    case "voice_conversion":
      return CONVERSION_MODELS;
  }
}

/**
 * The model of a kind that a name stands for. A vendor's new models are known
 * by their names: Puter itself says whether it has them.
 */
export function findDriverModel(
  kind: DriverKind,
  name: string,
): DriverModel | undefined {
  const id = name.trim().toLowerCase().replace(VENDOR_PREFIX, "");
  return driverModels(kind).find((model) => model.id === id) ??
    newModel(kind, id);
}

function newModel(kind: DriverKind, id: string): DriverModel | undefined {
  const provider = providerOf(kind, id);
  return provider === undefined ? undefined : { id, name: id, provider };
}

function providerOf(kind: DriverKind, id: string): string | undefined {
  if (!/^[a-z0-9._-]{1,64}$/.test(id)) return undefined;
  switch (kind) {
    case "speech":
      return /_sts_/.test(id) ? undefined : speechProviderOf(id)?.id;
    case "transcription":
      return transcriptionModel(id)?.provider;
    case "ocr":
      return /^mistral-ocr/.test(id) ? "mistral" : undefined;
    case "voice_conversion":
      return /^eleven_.*_sts_/.test(id) ? "elevenlabs" : undefined;
  }
}
