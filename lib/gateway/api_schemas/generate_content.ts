import { z } from "zod";

/** A model as Google's clients read it. */
export const googleModelSchema = z.object({
  name: z.string().describe("`models/` and the id"),
  baseModelId: z.string(),
  version: z.string(),
  displayName: z.string(),
  inputTokenLimit: z.number().optional(),
  outputTokenLimit: z.number().optional(),
  supportedGenerationMethods: z.array(z.string()),
}).meta({ id: "GoogleModel" });

/** The answer of `GET /v1beta/models`; never paged. */
export const googleModelListSchema = z.object({
  models: z.array(googleModelSchema),
});

/** The answer of `generateContent`; a stream is made of the same objects. */
export const generateContentAnswer = z.object({
  candidates: z.array(z.object({
    content: z.object({
      role: z.literal("model"),
      parts: z.array(z.looseObject({ text: z.string().optional() })).min(1),
    }),
    finishReason: z.enum([
      "STOP",
      "MAX_TOKENS",
      "SAFETY",
      "MALFORMED_FUNCTION_CALL",
    ]).optional(),
    finishMessage: z.string().optional(),
    index: z.int(),
  })),
  usageMetadata: z.object({
    promptTokenCount: z.int(),
    candidatesTokenCount: z.int(),
    thoughtsTokenCount: z.int().optional(),
    cachedContentTokenCount: z.int().optional(),
    totalTokenCount: z.int(),
  }).optional().describe("Absent when Puter reported none"),
  modelVersion: z.string(),
  responseId: z.string(),
}).meta({ id: "GenerateContentResponse" });

/** The answer of `countTokens`. */
export const tokenCountAnswer = z.object({ totalTokens: z.int() });

/** Google's envelope of every failure. */
export const googleErrorSchema = z.object({
  error: z.object({
    code: z.int().describe("HTTP status"),
    message: z.string(),
    status: z.string().describe("Such as `NOT_FOUND`: google.rpc.Code"),
  }),
}).meta({ id: "GoogleError" });
