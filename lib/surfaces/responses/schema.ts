import { z } from "zod";

/** Most items of one input. */
export const MAX_ITEMS = 10_000;

/** Most entries of `metadata`. */
const MAX_METADATA = 16;

const item = z.looseObject({
  type: z.string().nullish(),
  id: z.string().nullish(),
  role: z.string().nullish(),
});

const namedTool = z.looseObject({
  type: z.string(),
  name: z.string().nullish(),
  description: z.string().nullish(),
  parameters: z.looseObject({}).nullish(),
  strict: z.boolean().nullish(),
});

const tool = namedTool.extend({ tools: z.array(namedTool).max(128).nullish() });

const textFormat = z.looseObject({
  type: z.enum(["text", "json_object", "json_schema"]),
  name: z.string().nullish(),
  schema: z.looseObject({}).nullish(),
  strict: z.boolean().nullish(),
  description: z.string().nullish(),
});

const metadata = z.record(z.string(), z.string()).refine(
  (entries) => Object.keys(entries).length <= MAX_METADATA,
  `at most ${MAX_METADATA} entries are kept`,
);

const model = z.string({
  error: (issue) =>
    issue.input === undefined
      ? "you must provide a model parameter"
      : undefined,
}).min(1);

/**
 * The body of `POST /v1/responses`, as far as it is read. Unknown fields are
 * tolerated; `null` means absent, as OpenAI's API has it.
 */
export const responseSchema = z.object({
  model,
  input: z.union([z.string(), z.array(item).max(MAX_ITEMS)]).nullish(),
  instructions: z.string().nullish(),
  previous_response_id: z.string().min(1).nullish(),
  conversation: z.unknown().optional(),
  prompt: z.unknown().optional(),
  stream: z.boolean().nullish(),
  store: z.boolean().nullish(),
  background: z.boolean().nullish(),
  tools: z.array(tool).max(128).nullish(),
  tool_choice: z.union([z.string(), z.looseObject({ type: z.string() })])
    .nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  max_tool_calls: z.int().min(0).nullish(),
  max_output_tokens: z.int().min(1).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  text: z.looseObject({
    format: textFormat.nullish(),
    verbosity: z.string().nullish(),
  }).nullish(),
  reasoning: z.looseObject({
    effort: z.string().nullish(),
    summary: z.string().nullish(),
  }).nullish(),
  include: z.array(z.string()).nullish(),
  metadata: metadata.nullish(),
  truncation: z.string().nullish(),
  user: z.string().nullish(),
  safety_identifier: z.string().nullish(),
  prompt_cache_key: z.string().nullish(),
});

/** A body that passed `responseSchema`. */
export type ResponseBody = z.output<typeof responseSchema>;

/** The body of `POST /v1/responses/input_tokens`. */
export const inputTokensSchema = responseSchema.extend({
  model: model.nullish().transform((id) => id ?? ""),
});

/** One item of an input, as the client wrote it. */
export type InputItem = z.output<typeof item>;

/** One tool of such a body. */
export type ToolBody = z.output<typeof tool>;

/** A tool that can be called by its name. */
export type NamedToolBody = z.output<typeof namedTool>;
