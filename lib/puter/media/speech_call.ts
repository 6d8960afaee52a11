import { ApiError } from "../../http/errors.ts";
import {
  SPEECH_FORMATS,
  SPEECH_TYPES,
  type SpeechFormat,
  type SpeechRequest,
} from "../../media/speech.ts";
import type { DriverMethod } from "../driver_call.ts";
import {
  OPENAI_VOICES,
  SPEECH_PROVIDERS,
  type SpeechProvider,
  speechProviderOf,
  voicesOf,
} from "./speech_models.ts";

/** Puter's driver of speech. */
export const SPEECH_METHOD: DriverMethod = {
  interface: "puter-tts",
  method: "synthesize",
};

/** What a model is asked for where a request leaves it open. */
export interface SpeechPlan {
  provider: SpeechProvider;
  format: SpeechFormat;
  /** Absent for Puter's default. */
  voice: string | undefined;
}

/**
 * How a model is to speak.
 *
 * @throws {ApiError} 400 for a format that it does not make, 404 for a model
 * that does not speak
 */
export function speechPlan(model: string, request: SpeechRequest): SpeechPlan {
  const provider = speechProviderOf(model);
  if (provider === undefined) {
    throw new ApiError(`The model \`${model}\` does not speak`, {
      status: 404,
      code: "model_not_found",
    });
  }
  const format = request.format ?? provider.defaultFormat;
  if (provider.formats[format] === undefined) {
    throw wrongFormat(model, provider, format);
  }
  const { maxInput } = provider;
  if (maxInput !== undefined && request.input.length > maxInput) {
    throw new ApiError(
      `Invalid value for 'input': the model \`${model}\` takes at most ${maxInput} characters`,
      { status: 400, code: "string_above_max_length", param: "input" },
    );
  }
  return { provider, format, voice: voiceFor(provider, model, request.voice) };
}

/** The arguments of `puter-tts.synthesize`. */
export function speechArguments(
  model: string,
  request: SpeechRequest,
): Record<string, unknown> {
  const { provider, format, voice } = speechPlan(model, request);
  const { formatArgument, takesModel, takesInstructions } = provider;
  const { instructions } = request;
  return {
    text: request.input,
    provider: provider.id,
    ...(voice === undefined ? {} : { voice }),
    ...(takesModel ? { model } : {}),
    ...(formatArgument === undefined
      ? {}
      : { [formatArgument]: provider.formats[format] }),
    ...(takesInstructions && instructions !== undefined
      ? { instructions }
      : {}),
  };
}

/**
 * The voice that stands in for the one a client asked for; undefined where it
 * is the very one.
 */
export function standInVoice(
  model: string,
  request: SpeechRequest,
): string | undefined {
  const { voice = "" } = request;
  const sent = speechPlan(model, request).voice;
  if (voice === "" || sent?.toLowerCase() === voice.toLowerCase()) {
    return undefined;
  }
  return sent ?? "default";
}

/** What speaking a text may cost, in micro-cents; 0 when Puter does not say. */
export function speechCost(model: string, input: string): number {
  const price = SPEECH_PROVIDERS.flatMap(({ models }) => models)
    .find(({ id }) => id === model)?.characterPrice ?? 0;
  return price * input.length;
}

/**
 * The voice to send. Clients offer OpenAI's names for every model, so where one
 * of them is unknown the model's default speaks; vendors with voices of their
 * customers are handed every other name.
 */
function voiceFor(
  provider: SpeechProvider,
  model: string,
  wanted: string | undefined,
): string | undefined {
  const { defaultVoice, isClosed } = provider;
  if (wanted === undefined || wanted === "") return defaultVoice;
  const name = wanted.toLowerCase();
  const known = voicesOf(provider, model).find((voice) =>
    voice.id.toLowerCase() === name || voice.name.toLowerCase() === name
  );
  if (known !== undefined) return known.id;
  return isClosed || OPENAI_VOICES.includes(name) ? defaultVoice : wanted;
}

function wrongFormat(
  model: string,
  { formats }: SpeechProvider,
  format: SpeechFormat,
): ApiError {
  const made = SPEECH_FORMATS.filter((name) => formats[name] !== undefined);
  return new ApiError(
    `Invalid value for 'response_format': the model \`${model}\` makes ` +
      `${made.join(", ")}, not ${format} (${SPEECH_TYPES[format]})`,
    { status: 400, code: "unsupported_value", param: "response_format" },
  );
}
