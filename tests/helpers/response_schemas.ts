import { z } from "zod";

const usage = z.strictObject({
  input_tokens: z.int().min(0),
  input_tokens_details: z.strictObject({ cached_tokens: z.int().min(0) }),
  output_tokens: z.int().min(0),
  output_tokens_details: z.strictObject({ reasoning_tokens: z.int().min(0) }),
  total_tokens: z.int().min(0),
});

const outputText = z.strictObject({
  type: z.literal("output_text"),
  text: z.string(),
  annotations: z.array(z.unknown()),
  logprobs: z.array(z.unknown()),
});

const refusal = z.strictObject({
  type: z.literal("refusal"),
  refusal: z.string(),
});

const part = z.discriminatedUnion("type", [outputText, refusal]);

const summary = z.strictObject({
  type: z.literal("summary_text"),
  text: z.string(),
});

const status = z.enum(["in_progress", "completed", "incomplete"]);

const message = z.strictObject({
  type: z.literal("message"),
  id: z.string().regex(/^msg_\w+$/),
  status,
  role: z.literal("assistant"),
  content: z.array(part),
});

const reasoning = z.strictObject({
  type: z.literal("reasoning"),
  id: z.string().regex(/^rs_\w+$/),
  summary: z.array(summary),
  encrypted_content: z.string().min(1).optional(),
});

const functionCall = z.strictObject({
  type: z.literal("function_call"),
  id: z.string().regex(/^fc_\w+$/),
  call_id: z.string().min(1),
  name: z.string().min(1),
  namespace: z.string().optional(),
  arguments: z.string(),
  status,
  extra_content: z.unknown().optional(),
});

const customCall = z.strictObject({
  type: z.literal("custom_tool_call"),
  id: z.string().regex(/^ctc_\w+$/),
  call_id: z.string().min(1),
  name: z.string().min(1),
  namespace: z.string().optional(),
  input: z.string(),
  status,
});

const image = z.strictObject({
  type: z.literal("image_generation_call"),
  id: z.string().regex(/^ig_\w+$/),
  status,
  result: z.string().nullable(),
  output_format: z.string(),
});

const item = z.discriminatedUnion("type", [
  message,
  reasoning,
  functionCall,
  customCall,
  image,
]);

const tool = z.discriminatedUnion("type", [
  z.looseObject({
    type: z.literal("function"),
    name: z.string(),
    description: z.string().nullable(),
    parameters: z.looseObject({}).nullable(),
    strict: z.boolean(),
  }),
  z.looseObject({ type: z.literal("custom"), name: z.string() }),
  z.looseObject({
    type: z.literal("namespace"),
    name: z.string(),
    tools: z.array(z.unknown()),
  }),
  z.looseObject({ type: z.literal("web_search") }),
]);

/** A response object: every key is there. */
export const responseObjectSchema = z.strictObject({
  id: z.string().regex(/^resp_\w+$/),
  object: z.literal("response"),
  created_at: z.int(),
  completed_at: z.int().nullable(),
  status: z.enum([
    "completed",
    "failed",
    "in_progress",
    "cancelled",
    "queued",
    "incomplete",
  ]),
  incomplete_details: z.strictObject({
    reason: z.enum(["max_output_tokens", "content_filter"]),
  }).nullable(),
  error: z.strictObject({ code: z.string(), message: z.string().min(1) })
    .nullable(),
  model: z.string(),
  previous_response_id: z.string().nullable(),
  instructions: z.string().nullable(),
  output: z.array(item),
  tools: z.array(tool),
  tool_choice: z.union([z.string(), z.looseObject({ type: z.string() })]),
  truncation: z.literal("disabled"),
  parallel_tool_calls: z.boolean(),
  text: z.looseObject({ format: z.looseObject({ type: z.string() }) }),
  top_p: z.number(),
  temperature: z.number(),
  presence_penalty: z.number(),
  frequency_penalty: z.number(),
  top_logprobs: z.int(),
  reasoning: z.strictObject({
    effort: z.string().nullable(),
    summary: z.string().nullable(),
  }).nullable(),
  usage: usage.nullable(),
  max_output_tokens: z.int().nullable(),
  max_tool_calls: z.int().nullable(),
  store: z.boolean(),
  background: z.boolean(),
  service_tier: z.string(),
  metadata: z.record(z.string(), z.string()),
  user: z.string().nullable(),
  safety_identifier: z.string().nullable(),
  prompt_cache_key: z.string().nullable(),
});

const place = {
  item_id: z.string().min(1),
  output_index: z.int().min(0),
};

const inMessage = { ...place, content_index: z.int().min(0) };
const inSummary = { ...place, summary_index: z.int().min(0) };
const logprobs = z.array(z.unknown());

/** An event's schema, whose every field is named. */
function event<Name extends string, Shape extends z.ZodRawShape>(
  type: Name,
  shape: Shape,
) {
  return z.strictObject({
    type: z.literal(type),
    sequence_number: z.int().min(0),
    ...shape,
  });
}

const response = { response: responseObjectSchema };
const SUMMARY = "response.reasoning_summary";
const IMAGE = "response.image_generation_call";

/** Every event that a stream may hold, as OpenAI publishes them. */
export const responseEventSchema = z.discriminatedUnion("type", [
  event("response.created", response),
  event("response.queued", response),
  event("response.in_progress", response),
  event("response.completed", response),
  event("response.incomplete", response),
  event("response.failed", response),
  event("response.output_item.added", { output_index: z.int().min(0), item }),
  event("response.output_item.done", { output_index: z.int().min(0), item }),
  event("response.content_part.added", { ...inMessage, part }),
  event("response.content_part.done", { ...inMessage, part }),
  event("response.output_text.delta", {
    ...inMessage,
    delta: z.string().min(1),
    logprobs,
  }),
  event("response.output_text.done", {
    ...inMessage,
    text: z.string(),
    logprobs,
  }),
  event("response.refusal.delta", { ...inMessage, delta: z.string().min(1) }),
  event("response.refusal.done", { ...inMessage, refusal: z.string() }),
  event(`${SUMMARY}_part.added`, { ...inSummary, part: summary }),
  event(`${SUMMARY}_part.done`, { ...inSummary, part: summary }),
  event(`${SUMMARY}_text.delta`, { ...inSummary, delta: z.string().min(1) }),
  event(`${SUMMARY}_text.done`, { ...inSummary, text: z.string() }),
  event("response.function_call_arguments.delta", {
    ...place,
    delta: z.string().min(1),
  }),
  event("response.function_call_arguments.done", {
    ...place,
    name: z.string(),
    arguments: z.string(),
  }),
  event("response.custom_tool_call_input.delta", {
    ...place,
    delta: z.string().min(1),
  }),
  event("response.custom_tool_call_input.done", {
    ...place,
    input: z.string(),
  }),
  event(`${IMAGE}.in_progress`, place),
  event(`${IMAGE}.generating`, place),
  event(`${IMAGE}.completed`, place),
  event("error", {
    code: z.string().nullable(),
    message: z.string().min(1),
    param: z.string().nullable(),
    error: z.strictObject({
      type: z.string(),
      code: z.string().nullable(),
      message: z.string().min(1),
      param: z.string().nullable(),
    }),
  }),
]);
