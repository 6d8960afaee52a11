import { z } from "zod";

/** A model as OpenAI's, Anthropic's and OpenRouter's clients read it. */
export const modelSchema = z.object({
  id: z.string(),
  object: z.literal("model"),
  created: z.int().describe("Unix seconds"),
  owned_by: z.string(),
  type: z.literal("model"),
  display_name: z.string(),
  created_at: z.string(),
  name: z.string(),
  context_length: z.number().optional(),
  architecture: z.object({
    input_modalities: z.array(z.string()),
    output_modalities: z.array(z.string()),
  }),
  pricing: z.object({
    prompt: z.string().describe("US dollars per token"),
    completion: z.string().describe("US dollars per token"),
  }).optional(),
}).meta({ id: "Model" });

/** The answer of `GET /v1/models`; never paged. */
export const modelListSchema = z.object({
  object: z.literal("list"),
  data: z.array(modelSchema),
  has_more: z.literal(false),
  first_id: z.string().nullable(),
  last_id: z.string().nullable(),
});
