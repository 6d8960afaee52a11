import { z } from "zod";

/** The answer of `POST /v1/embeddings`. */
export const embeddingsAnswerSchema = z.object({
  object: z.literal("list"),
  data: z.array(z.object({
    object: z.literal("embedding"),
    index: z.int(),
    embedding: z.union([z.array(z.number()), z.string()]).describe(
      "Numbers, or with `base64` little-endian 32-bit floats",
    ),
  })),
  model: z.string(),
  usage: z.object({ prompt_tokens: z.int(), total_tokens: z.int() })
    .optional().describe("Absent when the endpoint told none"),
}).meta({ id: "Embeddings" });

/** The answer of `POST /v1/moderations`. */
export const moderationsAnswerSchema = z.object({
  id: z.string(),
  model: z.string(),
  results: z.array(z.looseObject({
    flagged: z.boolean(),
    categories: z.record(z.string(), z.boolean().nullable()),
    category_scores: z.record(z.string(), z.number()),
  })),
}).meta({ id: "Moderations" });

/** The answer of `POST /v1/rerank`. */
export const rerankAnswerSchema = z.looseObject({
  results: z.array(z.looseObject({
    index: z.int(),
    relevance_score: z.number(),
  })),
}).meta({ id: "Ranking" });
