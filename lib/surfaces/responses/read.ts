import type { z } from "zod";
import type { AnswerFormat, ChatRequest } from "../../chat/request.ts";
import { isObject } from "../fields.ts";
import { badField, validate } from "../validate.ts";
import { type ConversationItem, readInput } from "./input.ts";
import { type ResponseBody, responseSchema } from "./schema.ts";
import { readToolChoice, ToolTable } from "./tools.ts";

/**
 * Checks the body of `POST /v1/responses`.
 *
 * @throws {ApiError} 400 naming the field at fault
 */
export function readResponseBody(
  value: unknown,
  schema: z.ZodType<ResponseBody> = responseSchema,
): ResponseBody {
  if (!isObject(value)) {
    throw badField("", "The request body must be a JSON object", {
      code: "invalid_type",
    });
  }
  const body = validate(schema, value);
  refuseStoredState(body);
  return body;
}

/** What lives on OpenAI's platform alone would silently be missing. */
function refuseStoredState({ conversation, prompt }: ResponseBody): void {
  if (conversation !== undefined && conversation !== null) {
    throw badField(
      "conversation",
      "the gateway keeps no conversations: use previous_response_id",
      { code: "unsupported_parameter" },
    );
  }
  if (prompt === undefined || prompt === null) return;
  throw badField(
    "prompt",
    "the gateway keeps no prompt templates: send the text as input",
    { code: "unsupported_parameter" },
  );
}

/**
 * What a body asks of the model, after the conversation it continues.
 *
 * @throws {ApiError} 400 naming the field at fault
 */
export function readResponse(
  body: ResponseBody,
  conversation: readonly ConversationItem[],
): { request: ChatRequest; tools: ToolTable } {
  if (conversation.length === 0) throw noInput(body);
  const table = new ToolTable(body.tools ?? []);
  const messages = readInput(conversation, table);
  if (body.instructions) {
    messages.unshift({ role: "system", text: body.instructions });
  }
  const request: ChatRequest = {
    model: body.model,
    messages,
    ...readToolChoice(body.tool_choice, table),
    ...(table.webSearch ? { webSearch: true } : {}),
    stop: [],
    format: formatOf(body.text?.format),
    choices: 1,
    stream: body.stream ?? false,
    maxTokens: body.max_output_tokens ?? undefined,
    temperature: body.temperature ?? undefined,
    topP: body.top_p ?? undefined,
    parallelToolCalls: body.parallel_tool_calls ?? undefined,
    reasoningEffort: body.reasoning?.effort ?? undefined,
    verbosity: body.text?.verbosity ?? undefined,
  };
  return { request, tools: table };
}

function noInput({ input }: ResponseBody) {
  return badField("input", "there is nothing to answer", {
    code: input === undefined || input === null
      ? "missing_required_parameter"
      : "empty_array",
  });
}

function formatOf(
  format: NonNullable<ResponseBody["text"]>["format"],
): AnswerFormat {
  if (!format || format.type === "text") return { type: "text" };
  if (format.type === "json_object") return { type: "json" };
  if (!format.schema) {
    throw badField("text.format.schema", "required", {
      code: "missing_required_parameter",
    });
  }
  return {
    type: "json_schema",
    name: format.name ?? "answer",
    schema: format.schema,
    strict: format.strict ?? false,
    ...(format.description ? { description: format.description } : {}),
  };
}
