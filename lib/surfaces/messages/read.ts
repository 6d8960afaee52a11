import type { AnswerFormat, ChatRequest } from "../../chat/request.ts";
import { badField, validate } from "../validate.ts";
import { readConversation } from "./conversation.ts";
import {
  type CountTokensBody,
  countTokensSchema,
  type MessagesBody,
  messagesSchema,
} from "./schema.ts";
import { readEffort } from "./thinking.ts";
import { readToolChoice, readTools } from "./tools.ts";

/**
 * Reads the body of `POST /v1/messages`.
 *
 * @throws {ApiError} 400 naming the field at fault
 */
export function readMessages(value: unknown): ChatRequest {
  return messagesRequest(validate(messagesSchema, objectOf(value)));
}

/**
 * Reads the body of `POST /v1/messages/count_tokens`.
 *
 * @throws {ApiError} 400 naming the field at fault
 */
export function readCountTokens(value: unknown): ChatRequest {
  return promptOf(validate(countTokensSchema, objectOf(value)));
}

function objectOf(value: unknown): unknown {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value;
  }
  throw badField("", "The request body must be a JSON object", {
    code: "invalid_type",
  });
}

function messagesRequest(body: MessagesBody): ChatRequest {
  return {
    ...promptOf(body),
    stop: (body.stop_sequences ?? []).filter((text) => text !== ""),
    stream: body.stream ?? false,
    maxTokens: body.max_tokens ?? undefined,
    temperature: body.temperature ?? undefined,
    topP: body.top_p ?? undefined,
    parallelToolCalls: body.tool_choice?.disable_parallel_tool_use === true
      ? false
      : undefined,
  };
}

/** What the model is given to read, and how it is to answer. */
function promptOf(body: CountTokensBody): ChatRequest {
  const tools = readTools(body);
  return {
    model: body.model,
    messages: readConversation(body),
    tools,
    toolChoice: readToolChoice(body, tools),
    reasoningEffort: readEffort(body),
    format: formatOf(body),
    stop: [],
    choices: 1,
    stream: false,
  };
}

function formatOf(body: CountTokensBody): AnswerFormat {
  const format = body.output_config?.format ?? body.output_format;
  if (format?.type !== "json_schema") return { type: "text" };
  if (!format.schema) {
    throw badField("output_config.format.schema", "required", {
      code: "missing_required_parameter",
    });
  }
  return {
    type: "json_schema",
    name: "answer",
    schema: format.schema,
    strict: false,
  };
}
