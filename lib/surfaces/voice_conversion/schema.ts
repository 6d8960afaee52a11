import { z } from "zod";
import { CONVERSION_FORMATS } from "../../media/voice_conversion.ts";
import { formBoolean, formNumber } from "../form_fields.ts";

/** The texts of the form of `POST /v1/audio/conversions`. */
export const conversionSchema = z.looseObject({
  model: z.string().min(1).nullish()
    .describe("`eleven_multilingual_sts_v2` when absent"),
  voice: z.string().regex(/^[\w-]+$/).nullish()
    .describe("An id of ElevenLabs; Puter's default when absent"),
  response_format: z.enum(CONVERSION_FORMATS).nullish()
    .describe("`mp3` when absent; `pcm` is 16 bits at 24 kHz"),
  voice_settings: z.union([z.string(), z.looseObject({})]).nullish()
    .describe("ElevenLabs' own, as JSON"),
  seed: formNumber(z.number().int().min(0)).nullish(),
  remove_background_noise: formBoolean().nullish(),
});
