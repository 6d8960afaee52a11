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

/** The query of `GET /v1/responses/{id}`; others are ignored. */
export const responseQuery = z.object({
  stream: z.enum(["true", "false"]).exactOptional().describe(
    "`true` gives the events of a response that is over",
  ),
  starting_after: z.coerce.number().int().min(0).exactOptional().describe(
    "With `stream`: the number of the last event that is not wanted",
  ),
});

/** The query of `GET /v1/responses/{id}/input_items`; others are ignored. */
export const inputItemsQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).exactOptional(),
  order: z.enum(["asc", "desc"]).exactOptional().describe(
    "`desc`, the newest first, unless told",
  ),
  after: z.string().exactOptional().describe("The id of the last item seen"),
});

/** The answer of `GET /v1/responses/{id}/input_items`. */
export const inputItemsAnswer = z.object({
  object: z.literal("list"),
  data: z.array(responseItem),
  first_id: z.string().nullable(),
  last_id: z.string().nullable(),
  has_more: z.boolean(),
}).meta({ id: "ResponseInputItems" });

/** The answer of `DELETE /v1/responses/{id}`. */
export const deletedResponse = z.object({
  id: z.string(),
  object: z.literal("response"),
  deleted: z.literal(true),
});

/** The answer of `POST /v1/responses/input_tokens`. */
export const inputTokensAnswer = z.object({
  object: z.literal("response.input_tokens"),
  input_tokens: z.int(),
});
