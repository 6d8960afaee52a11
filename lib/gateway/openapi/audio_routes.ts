import { z } from "zod";
import { SPEECH_TYPES } from "../../media/speech.ts";
import { ocrFormSchema, ocrSchema } from "../../surfaces/ocr/schema.ts";
import { speechSchema } from "../../surfaces/speech/schema.ts";
import {
  transcriptionSchema,
  translationSchema,
} from "../../surfaces/transcriptions/schema.ts";
import { conversionSchema } from "../../surfaces/voice_conversion/schema.ts";
import {
  ocrAnswer,
  speechModelsAnswer,
  transcriptAnswer,
  voicesAnswer,
} from "../api_schemas/audio.ts";
import type { ContentDoc, RouteDoc } from "./route_doc.ts";

const FORM = "multipart/form-data";

const file = z.file();

const sound = file.describe(
  "flac, m4a, mp3, mp4, mpeg, mpga, oga, ogg, wav or webm, up to 25 MiB; its " +
    "bytes are believed first",
);

function soundAnswers(types: readonly string[]): ContentDoc[] {
  return types.map((type) => ({ type }));
}

/** Speech, what was spoken, and the text of documents. */
export const AUDIO_ROUTES: RouteDoc[] = [
  {
    method: "POST",
    path: "/v1/audio/speech",
    access: "key",
    summary: "Speak a text",
    description:
      "OpenAI's speech. OpenAI's models make every format, others fewer: 400 names them. Where a model has not the voice, `x-puter2api-voice` tells which one spoke.",
    body: { schema: speechSchema.meta({ id: "SpeechRequest" }) },
    answers: {
      200: [
        ...soundAnswers(Object.values(SPEECH_TYPES)),
        {
          type: "text/event-stream",
          description:
            "With `stream_format` `sse`: `speech.audio.delta` events, then `speech.audio.done`",
        },
      ],
    },
  },
  {
    method: "POST",
    path: "/v1/audio/transcriptions",
    access: "key",
    summary: "Write speech down",
    description: "OpenAI's transcriptions.",
    body: { type: FORM, schema: transcriptionSchema.extend({ file: sound }) },
    answers: {
      200: [
        { schema: transcriptAnswer },
        { type: "text/plain", description: "For `text`, `srt` and `vtt`" },
        {
          type: "text/event-stream",
          description:
            "With `stream`: `transcript.text.delta` or `transcript.text.segment` events, then `transcript.text.done`",
        },
      ],
    },
  },
  {
    method: "POST",
    path: "/v1/audio/translations",
    access: "key",
    summary: "Write speech down in English",
    description: "OpenAI's translations; whisper-1 alone translates.",
    body: { type: FORM, schema: translationSchema.extend({ file: sound }) },
    answers: {
      200: [
        { schema: transcriptAnswer },
        { type: "text/plain", description: "For `text`, `srt` and `vtt`" },
      ],
    },
  },
  {
    method: "POST",
    path: "/v1/audio/conversions",
    access: "key",
    summary: "Speak a recording in another voice",
    description: "Puter has this and OpenAI's API has not.",
    body: { type: FORM, schema: conversionSchema.extend({ file: sound }) },
    answers: { 200: soundAnswers(["audio/mpeg", "audio/pcm"]) },
  },
  {
    method: "GET",
    path: "/v1/audio/models",
    access: "key",
    summary: "List the models that speak",
    answers: { 200: { schema: speechModelsAnswer } },
  },
  {
    method: "GET",
    path: "/v1/audio/voices",
    access: "key",
    summary: "List their voices",
    description:
      "ElevenLabs' voices of customers are not listed, but may be used.",
    answers: { 200: { schema: voicesAnswer } },
  },
  {
    method: "POST",
    path: "/v1/ocr",
    access: "key",
    summary: "Read the text of a document",
    description:
      "Puter has this and OpenAI's API has not; it looks like Mistral's. `aws-textract` reads images and PDFs of one page.",
    body: [
      { schema: ocrSchema.meta({ id: "OcrRequest" }) },
      {
        type: FORM,
        schema: ocrFormSchema.extend({
          file: file.describe("An image or a PDF, up to 36 MiB"),
        }),
      },
    ],
    answers: { 200: { schema: ocrAnswer } },
  },
];
