import { z } from "zod";

const toolCall = z.looseObject({
  id: z.string(),
  type: z.string(),
});

const message = z.object({
  role: z.literal("assistant"),
  content: z.string().nullable(),
  refusal: z.string().nullable(),
  annotations: z.array(z.unknown()),
  reasoning_content: z.string().optional(),
  images: z.array(z.object({
    type: z.literal("image_url"),
    image_url: z.object({ url: z.string() }),
  })).optional(),
  tool_calls: z.array(toolCall).optional(),
  function_call: z.object({ name: z.string(), arguments: z.string() })
    .optional(),
});

/** The answer of `POST /v1/chat/completions` without `stream`. */
export const chatCompletionAnswer = z.object({
  id: z.string(),
  object: z.literal("chat.completion"),
  created: z.int().describe("Unix seconds"),
  model: z.string(),
  choices: z.array(z.object({
    index: z.int(),
    message,
    logprobs: z.null(),
    finish_reason: z.string(),
  })),
  usage: z.looseObject({
    prompt_tokens: z.int(),
    completion_tokens: z.int(),
    total_tokens: z.int(),
  }).optional().describe("Absent when Puter reported none"),
  service_tier: z.string(),
  system_fingerprint: z.null(),
}).meta({ id: "ChatCompletion" });
