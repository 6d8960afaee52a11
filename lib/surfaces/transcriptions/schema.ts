import { z } from "zod";
import { TRANSCRIPT_FORMATS } from "../../media/transcription.ts";
import { formBoolean, formList, formNumber } from "../form_fields.ts";

const common = {
  model: z.string().min(1),
  prompt: z.string().nullish(),
  temperature: formNumber(z.number().min(0).max(1)).nullish(),
};

/** The texts of the form of `POST /v1/audio/transcriptions`. */
export const transcriptionSchema = z.looseObject({
  ...common,
  language: z.string().nullish().describe("Such as `en`"),
  response_format: z.enum(TRANSCRIPT_FORMATS).nullish().describe(
    "`json` when absent. whisper-1 makes all but `diarized_json`, the other " +
      "models `json` and `text`; gpt-4o-transcribe-diarize also " +
      "`diarized_json`, `srt` and `vtt`",
  ),
  timestamp_granularities: formList(z.enum(["word", "segment"])).optional()
    .describe("Looked at by whisper-1 alone"),
  include: formList(z.string()).optional()
    .describe("`logprobs` cannot be had through Puter"),
  stream: formBoolean().nullish().describe(
    "Events after the whole is there: Puter does not stream. Ignored by " +
      "whisper-1, as OpenAI does",
  ),
  chunking_strategy: z.union([z.string(), z.looseObject({})]).nullish(),
  known_speaker_names: formList(z.string()).optional(),
  known_speaker_references: formList(z.string()).optional(),
});

/** The texts of the form of `POST /v1/audio/translations`. */
export const translationSchema = z.looseObject({
  ...common,
  response_format: z.enum(["json", "text", "srt", "verbose_json", "vtt"])
    .nullish(),
});
