import { z } from "zod";

/** An item of an output or an input. */
export const responseItem = z.looseObject({
  id: z.string(),
  type: z.string(),
}).meta({ id: "ResponseItem" });

/** The answer of `POST /v1/responses` without `stream`. */
export const responseAnswer = z.looseObject({
  id: z.string(),
  object: z.literal("response"),
  created_at: z.int().describe("Unix seconds"),
  completed_at: z.int().nullable().describe("Unix seconds"),
  status: z.enum([
    "completed",
    "failed",
    "in_progress",
    "cancelled",
    "queued",
    "incomplete",
  ]),
  incomplete_details: z.object({ reason: z.string() }).nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  model: z.string(),
  previous_response_id: z.string().nullable(),
  output: z.array(responseItem),
  usage: z.looseObject({
    input_tokens: z.int(),
    output_tokens: z.int(),
    total_tokens: z.int(),
  }).nullable().describe("Null when Puter reported none"),
  store: z.boolean().describe("True when it can be retrieved"),
  metadata: z.record(z.string(), z.string()),
}).meta({ id: "Response" });
