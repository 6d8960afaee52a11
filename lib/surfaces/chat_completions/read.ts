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
  return {
    model: body.model,
    messages: readMessages(body.messages),
    tools,
    toolChoice: choice,
    stop: stopsOf(body.stop),
    format: formatOf(body.response_format),
    choices: body.n ?? 1,
    stream: body.stream ?? false,
    maxTokens: body.max_completion_tokens || body.max_tokens || undefined,
    temperature: body.temperature ?? undefined,
    topP: body.top_p ?? undefined,
    presencePenalty: body.presence_penalty ?? undefined,
    frequencyPenalty: body.frequency_penalty ?? undefined,
    seed: body.seed ?? undefined,
    parallelToolCalls: body.parallel_tool_calls ?? undefined,
    reasoningEffort: body.reasoning_effort ?? body.reasoning?.effort ??
      undefined,
    verbosity: body.verbosity ?? undefined,
  };
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
