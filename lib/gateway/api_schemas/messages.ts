import { z } from "zod";

const block = z.union([
  z.object({ type: z.literal("text"), text: z.string() }),
  z.object({
    type: z.literal("thinking"),
    thinking: z.string(),
    signature: z.string().describe("Made by the gateway; checked by nobody"),
  }),
  z.object({
    type: z.literal("tool_use"),
    id: z.string(),
    name: z.string(),
    input: z.looseObject({}),
  }),
]);

/** The answer of `POST /v1/messages` without `stream`. */
export const messageAnswer = z.object({
  id: z.string(),
  type: z.literal("message"),
  role: z.literal("assistant"),
  model: z.string(),
  content: z.array(block),
  stop_reason: z.enum([
    "end_turn",
    "max_tokens",
    "stop_sequence",
    "tool_use",
    "refusal",
  ]),
  stop_sequence: z.string().nullable(),
  usage: z.object({
    input_tokens: z.int().describe("Without the cached ones"),
    cache_creation_input_tokens: z.int(),
    cache_read_input_tokens: z.int(),
    output_tokens: z.int(),
  }).describe("Zeros when Puter reported none"),
}).meta({ id: "Message" });

/** The answer of `POST /v1/messages/count_tokens`. */
export const tokenCountAnswer = z.object({ input_tokens: z.int() })
  .meta({ id: "MessageTokenCount" });

/** The envelope of every failure on Anthropic's routes. */
export const anthropicErrorSchema = z.object({
  type: z.literal("error"),
  error: z.object({ type: z.string(), message: z.string() }),
  request_id: z.string(),
}).meta({ id: "AnthropicError" });
