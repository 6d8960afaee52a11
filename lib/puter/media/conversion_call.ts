import type { ConversionRequest } from "../../media/voice_conversion.ts";
import type { DriverMethod } from "../driver_call.ts";

/** Puter's driver that changes voices. */
export const CONVERSION_METHOD: DriverMethod = {
  interface: "puter-speech2speech",
  method: "convert",
};

/** ElevenLabs' names of formats; `pcm` is at OpenAI's rate. */
const FORMATS: Record<ConversionRequest["format"], string> = {
  mp3: "mp3_44100_128",
  pcm: "pcm_24000",
};

/** The arguments of `puter-speech2speech.convert`; `audio` is a data URL. */
export function conversionArguments(
  model: string,
  request: ConversionRequest,
  audio: string,
): Record<string, unknown> {
  const { voice, voiceSettings, seed, removeBackgroundNoise } = request;
  return {
    audio,
    model,
    output_format: FORMATS[request.format],
    ...(voice === undefined ? {} : { voice }),
    ...(voiceSettings === undefined ? {} : { voice_settings: voiceSettings }),
    ...(seed === undefined ? {} : { seed }),
    ...(removeBackgroundNoise === undefined
      ? {}
      : { remove_background_noise: removeBackgroundNoise }),
  };
}
