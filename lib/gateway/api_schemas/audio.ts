import { z } from "zod";

const usage = z.looseObject({ type: z.string() })
  .describe("Absent when the vendor counted nothing");

/** What was heard, as JSON. */
export const transcriptAnswer = z.looseObject({
  text: z.string(),
  task: z.string().optional(),
  language: z.string().optional(),
  duration: z.number().optional().describe("Seconds"),
  segments: z.array(z.looseObject({
    start: z.number().describe("Seconds"),
    end: z.number().describe("Seconds"),
    text: z.string(),
  })).optional(),
  words: z.array(z.looseObject({ start: z.number(), end: z.number() }))
    .optional(),
  usage: usage.optional(),
}).meta({ id: "Transcription" });

/** The answer of `GET /v1/audio/models`. */
export const speechModelsAnswer = z.object({
  models: z.array(z.object({ id: z.string(), name: z.string() })),
});

/** The answer of `GET /v1/audio/voices`. */
export const voicesAnswer = z.object({
  voices: z.array(z.object({
    id: z.string(),
    name: z.string(),
    provider: z.string(),
    models: z.array(z.string()).describe("Models that have it"),
  })),
});

/** The answer of `POST /v1/ocr`. */
export const ocrAnswer = z.object({
  model: z.string(),
  pages: z.array(z.object({
    index: z.int().describe("Counted from 0"),
    markdown: z.string(),
    images: z.array(z.looseObject({})).optional(),
    dimensions: z.looseObject({}).optional(),
  })).describe("One page in all from Textract, which tells lines alone"),
  text: z.string(),
  lines: z.array(z.object({
    text: z.string(),
    page: z.int().optional().describe("Counted from 0"),
    confidence: z.number().optional().describe("In percent"),
  })),
  usage_info: z.object({ pages_processed: z.int() }).optional(),
}).meta({ id: "OcrResult" });
