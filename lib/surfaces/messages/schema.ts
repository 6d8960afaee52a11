import { z } from "zod";

const block = z.looseObject({ type: z.string() });

const content = z.union([z.string(), z.array(block)]);

const message = z.object({
  role: z.enum(["user", "assistant", "system"]),
  content,
});

const tool = z.looseObject({
  type: z.string().nullish(),
  name: z.string().min(1).nullish(),
  description: z.string().nullish(),
  input_schema: z.looseObject({}).nullish(),
});

const toolChoice = z.looseObject({
  type: z.enum(["auto", "any", "tool", "none"]),
  name: z.string().nullish(),
  disable_parallel_tool_use: z.boolean().nullish(),
});

const thinking = z.looseObject({
  type: z.string(),
  budget_tokens: z.number().nullish(),
});

const format = z.looseObject({
  type: z.string(),
  schema: z.looseObject({}).nullish(),
});

/**
 * The body of `POST /v1/messages/count_tokens`, as far as it is read. Unknown
 * fields are tolerated; `null` means absent.
 */
export const countTokensSchema = z.object({
  model: z.string().min(1),
  messages: z.array(message).min(1),
  system: content.nullish(),
  tools: z.array(tool).nullish(),
  tool_choice: toolChoice.nullish(),
  thinking: thinking.nullish(),
  output_config: z.looseObject({
    effort: z.string().nullish(),
    format: format.nullish(),
  }).nullish(),
  output_format: format.nullish().describe("Older place of the format"),
});

/** The body of `POST /v1/messages`, as far as it is read. */
export const messagesSchema = countTokensSchema.extend({
  max_tokens: z.int().min(1).nullish()
    .describe("The owner's default when absent; clamped to the model's limit"),
  stream: z.boolean().nullish(),
  stop_sequences: z.array(z.string()).max(16).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
});

/** A body that passed `messagesSchema`. */
export type MessagesBody = z.output<typeof messagesSchema>;

/** A body that passed `countTokensSchema`. */
export type CountTokensBody = z.output<typeof countTokensSchema>;

/** One message of such a body. */
export type MessageBody = MessagesBody["messages"][number];

/** A content block of any type, known or not. */
export type Block = z.output<typeof block>;
