import { z } from "zod";

/** The answer of `POST /v1/completions` without `stream`. */
export const completionAnswer = z.object({
  id: z.string(),
  object: z.literal("text_completion"),
  created: z.int().describe("Unix seconds"),
  model: z.string(),
  choices: z.array(z.object({
    text: z.string(),
    index: z.int(),
    logprobs: z.null(),
    finish_reason: z.string(),
  })),
  usage: z.looseObject({
    prompt_tokens: z.int(),
    completion_tokens: z.int(),
    total_tokens: z.int(),
  }).optional().describe("Absent when Puter reported none"),
}).meta({ id: "Completion" });
