import { z } from "zod";
import { SPEECH_FORMATS } from "../../media/speech.ts";

/** The body of `POST /v1/audio/speech`. */
export const speechSchema = z.looseObject({
  model: z.string().min(1),
  input: z.string().min(1).describe("At most 4096 characters for OpenAI's"),
  voice: z.union([z.string(), z.looseObject({ id: z.string() })]).nullish()
    .describe("OpenAI's names are known to every model"),
  instructions: z.string().max(4096).nullish()
    .describe("Ignored by models that take none"),
  response_format: z.enum(SPEECH_FORMATS).nullish()
    .describe("The model's own when absent: wav for Gemini's, mp3 for others"),
  speed: z.number().min(0.25).max(4).nullish()
    .describe("Only 1: Puter hands no speed on"),
  stream_format: z.enum(["audio", "sse"]).nullish(),
});
