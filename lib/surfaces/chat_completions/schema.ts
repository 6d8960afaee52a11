import { z } from "zod";

/** Most answers one request may ask for; each is a call of its own. */
export const MAX_CHOICES = 8;

const part = z.union([z.string(), z.looseObject({ type: z.string() })]);

const toolCall = z.object({
  id: z.string().nullish(),
  type: z.string().nullish(),
  function: z.object({
    name: z.string(),
    arguments: z.union([z.string(), z.looseObject({})]).nullish(),
  }).nullish(),
  custom: z.object({ name: z.string(), input: z.string().nullish() }).nullish(),
  extra_content: z.unknown().optional(),
});

const message = z.object({
  role: z.string(),
  content: z.union([z.string(), z.array(part), z.null()]).optional(),
  tool_calls: z.array(toolCall).nullish(),
  tool_call_id: z.string().nullish(),
  name: z.string().nullish(),
  refusal: z.string().nullish(),
  function_call: z.object({
    name: z.string(),
    arguments: z.string().nullish(),
  }).nullish(),
});

const functionShape = z.object({
  name: z.string().min(1),
  description: z.string().nullish(),
  parameters: z.looseObject({}).nullish(),
});

const tool = z.looseObject({
  type: z.string().nullish(),
  function: functionShape.nullish(),
  custom: z.object({
    name: z.string().min(1),
    description: z.string().nullish(),
  }).nullish(),
});

const toolChoice = z.union([
  z.string(),
  z.looseObject({ type: z.string().nullish() }),
]);

const responseFormat = z.object({
  type: z.enum(["text", "json_object", "json_schema"]),
  json_schema: z.object({
    name: z.string().nullish(),
    schema: z.looseObject({}).nullish(),
    strict: z.boolean().nullish(),
    description: z.string().nullish(),
  }).nullish(),
});

/**
 * The body of `POST /v1/chat/completions`, as far as it is read. Unknown
 * fields are tolerated; `null` means absent, as OpenAI's API has it.
 */
export const chatCompletionSchema = z.object({
  model: z.string({
    error: (issue) =>
      issue.input === undefined
        ? "you must provide a model parameter"
        : undefined,
  }).min(1),
  messages: z.array(message).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
  max_tokens: z.int().min(0).nullish(),
  max_completion_tokens: z.int().min(0).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  presence_penalty: z.number().min(-2).max(2).nullish(),
  frequency_penalty: z.number().min(-2).max(2).nullish(),
  seed: z.number().nullish(),
  n: z.int().min(1).max(MAX_CHOICES).nullish(),
  stop: z.union([z.string(), z.array(z.string()).max(16)]).nullish(),
  tools: z.array(tool).max(128).nullish(),
  tool_choice: toolChoice.nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  functions: z.array(functionShape).max(128).nullish(),
  function_call: z.union([z.string(), z.object({ name: z.string() })])
    .nullish(),
  response_format: responseFormat.nullish(),
  reasoning_effort: z.string().nullish(),
  reasoning: z.looseObject({ effort: z.string().nullish() }).nullish(),
  verbosity: z.string().nullish(),
});

/** A body that passed `chatCompletionSchema`. */
export type ChatCompletionBody = z.output<typeof chatCompletionSchema>;

/** One message of such a body. */
export type MessageBody = ChatCompletionBody["messages"][number];
