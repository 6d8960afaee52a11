import type { AnswerFormat, ChatRequest } from "../../chat/request.ts";
import { badField, validate } from "../validate.ts";
import { readMessages } from "./messages.ts";
import { type ChatCompletionBody, chatCompletionSchema } from "./schema.ts";
import { customNames, isLegacy, readToolChoice, readTools } from "./tools.ts";

/** How this protocol's answer must look, beside what the model is asked. */
export interface ChatCompletionStyle {
  /** The model id to echo. */
  model: string;
  includeUsage: boolean;
  /** Answer calls as the legacy `function_call`. */
  legacyFunctions: boolean;
  /** Tools whose calls are answered as `custom`. */
  customTools: ReadonlySet<string>;
}

/**
 * Reads the body of `POST /v1/chat/completions`.
 *
 * @throws {ApiError} 400 naming the field at fault
 */
export function readChatCompletion(
  value: unknown,
): { request: ChatRequest; style: ChatCompletionStyle } {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw badField("", "The request body must be a JSON object", {
      code: "invalid_type",
    });
  }
  const body = validate(chatCompletionSchema, value);
  return {
    request: requestOf(body),
    style: {
      model: body.model,
      includeUsage: body.stream_options?.include_usage === true,
      legacyFunctions: isLegacy(body),
      customTools: customNames(body),
    },
  };
}

function requestOf(body: ChatCompletionBody): ChatRequest {
  const { choice, tools } = readToolChoice(body, readTools(body));
  const request: ChatRequest = {
    model: body.model,
    messages: readMessages(body.messages),
    tools,
    toolChoice: choice,
    stop: stopsOf(body.stop),
    format: formatOf(body.response_format),
    choices: body.n ?? 1,
    stream: body.stream ?? false,
  };
  const maxTokens = body.max_completion_tokens || body.max_tokens;
  if (maxTokens) request.maxTokens = maxTokens;
  if (body.temperature != null) request.temperature = body.temperature;
  if (body.top_p != null) request.topP = body.top_p;
  if (body.presence_penalty != null) {
    request.presencePenalty = body.presence_penalty;
  }
  if (body.frequency_penalty != null) {
    request.frequencyPenalty = body.frequency_penalty;
  }
  if (body.seed != null) request.seed = body.seed;
  if (body.parallel_tool_calls != null) {
    request.parallelToolCalls = body.parallel_tool_calls;
  }
  const effort = body.reasoning_effort ?? body.reasoning?.effort;
  if (effort) request.reasoningEffort = effort;
  if (body.verbosity) request.verbosity = body.verbosity;
  return request;
}

function stopsOf(stop: ChatCompletionBody["stop"]): string[] {
  const stops = typeof stop === "string" ? [stop] : stop ?? [];
  return stops.filter((text) => text !== "");
}

function formatOf(format: ChatCompletionBody["response_format"]): AnswerFormat {
  if (!format || format.type === "text") return { type: "text" };
  if (format.type === "json_object") return { type: "json" };
  const given = format.json_schema;
  if (!given) {
    throw badField("response_format.json_schema", "required", {
      code: "missing_required_parameter",
    });
  }
  // A schema may be left out, as OpenAI's API allows: any JSON will do.
  if (!given.schema) return { type: "json" };
  return {
    type: "json_schema",
    name: given.name ?? "answer",
    schema: given.schema,
    strict: given.strict ?? false,
    ...(given.description ? { description: given.description } : {}),
  };
}
