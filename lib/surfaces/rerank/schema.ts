import { z } from "zod";

const document = z.union([z.string(), z.looseObject({})]);

/**
 * The body of `POST /v1/rerank`, as Cohere and Jina have it; what is not named
 * is passed on.
 */
export const rerankSchema = z.looseObject({
  model: z.string().min(1),
  query: z.string().min(1),
  documents: z.array(document).min(1).max(10_000),
  top_n: z.int().min(1).nullish(),
  return_documents: z.boolean().nullish(),
});
