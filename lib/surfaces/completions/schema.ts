import { z } from "zod";
import { MAX_CHOICES } from "../chat_completions/schema.ts";

/**
 * The body of `POST /v1/completions`, as far as it is read. Unknown fields are
 * tolerated; `null` means absent, as OpenAI's API has it.
 */
export const completionSchema = z.object({
  model: z.string({
    error: (issue) =>
      issue.input === undefined
        ? "you must provide a model parameter"
        : undefined,
  }).min(1),
  prompt: z.union([
    z.string(),
    z.array(z.union([z.string(), z.number(), z.array(z.number())])).min(1),
  ]).describe("A text or several; prompts of token ids are refused"),
  suffix: z.string().nullish().describe("Text that follows the completion"),
  max_tokens: z.int().min(1).nullish().describe("16 when absent"),
  echo: z.boolean().nullish(),
  n: z.int().min(1).max(MAX_CHOICES).nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
  stop: z.union([z.string(), z.array(z.string()).max(16)]).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  presence_penalty: z.number().min(-2).max(2).nullish(),
  frequency_penalty: z.number().min(-2).max(2).nullish(),
  seed: z.number().nullish(),
});

/** A body that passed `completionSchema`. */
export type CompletionBody = z.output<typeof completionSchema>;
