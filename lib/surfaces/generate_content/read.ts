import type { AnswerFormat, ChatRequest } from "../../chat/request.ts";
import { badField, validate } from "../validate.ts";
import { readContents } from "./contents.ts";
import { inCamelCase } from "./field_names.ts";
import { fitsStrictMode, toClosedSchema } from "./json_schema.ts";
import {
  type GenerateContentBody,
  generateContentSchema,
  type GenerationConfig,
} from "./schema.ts";
import { readTools } from "./tools.ts";

/** What the address of a request says: whom it asks, and in which form. */
export interface GenerateTarget {
  /** The model's id as in the path. */
  model: string;
  stream: boolean;
}

/** How this protocol's answer must look, beside what the model is asked. */
export interface GenerateStyle {
  /** The model id to echo. */
  model: string;
  /** True to show the model's thoughts, as parts of their own. */
  includeThoughts: boolean;
  /** Number of answers to come. */
  candidates: number;
}

/**
 * Reads the body of `generateContent` or `streamGenerateContent`.
 *
 * @throws {ApiError} 400 naming the field at fault
 */
export function readGenerateContent(
  value: unknown,
  target: GenerateTarget,
): { request: ChatRequest; style: GenerateStyle } {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw badField("", "The request body must be a JSON object", {
      code: "invalid_type",
    });
  }
  const body = validate(generateContentSchema, inCamelCase(value));
  const request = requestOf(body, target);
  return {
    request,
    style: {
      model: target.model,
      includeThoughts:
        body.generationConfig?.thinkingConfig?.includeThoughts === true,
      candidates: request.choices,
    },
  };
}

/**
 * Reads the body of `countTokens`: contents, or a whole request to generate.
 *
 * @throws {ApiError} 400 naming the field at fault
 */
export function readCountTokens(value: unknown, model: string): ChatRequest {
  const body = inCamelCase(value) as Record<string, unknown> | null;
  const inner = body?.generateContentRequest ?? body;
  return readGenerateContent(inner, { model, stream: false }).request;
}

function requestOf(
  body: GenerateContentBody,
  { model, stream }: GenerateTarget,
): ChatRequest {
  if (body.cachedContent) {
    throw badField(
      "cachedContent",
      "the gateway keeps no contents: send them with the request",
      { code: "unsupported_value" },
    );
  }
  const config = body.generationConfig ?? {};
  assertNoSound(config);
  const { tools, choice } = readTools(body);
  return {
    model,
    messages: readContents(body.contents, body.systemInstruction),
    tools,
    toolChoice: choice,
    stop: (config.stopSequences ?? []).filter((text) => text !== ""),
    format: formatOf(config),
    choices: config.candidateCount ?? 1,
    stream,
    maxTokens: config.maxOutputTokens || undefined,
    temperature: config.temperature ?? undefined,
    topP: config.topP ?? undefined,
    presencePenalty: config.presencePenalty ?? undefined,
    frequencyPenalty: config.frequencyPenalty ?? undefined,
    seed: config.seed ?? undefined,
    reasoningEffort: effortOf(config.thinkingConfig),
  };
}

function assertNoSound({ responseModalities }: GenerationConfig): void {
  const index = (responseModalities ?? []).findIndex((modality) =>
    modality.toUpperCase() === "AUDIO"
  );
  if (index < 0) return;
  throw badField(
    `generationConfig.responseModalities[${index}]`,
    "no model here answers in sound: use /v1/audio/speech",
    { code: "unsupported_value" },
  );
}

function formatOf(config: GenerationConfig): AnswerFormat {
  const type = config.responseMimeType?.toLowerCase() ?? "";
  const schema = config.responseJsonSchema ??
    (config.responseSchema ? toClosedSchema(config.responseSchema) : null);
  if (type !== "" && type !== "text/plain" && type !== "application/json") {
    throw badField(
      "generationConfig.responseMimeType",
      "use application/json or text/plain",
      { code: "unsupported_value" },
    );
  }
  if (schema) {
    return {
      type: "json_schema",
      name: "response",
      schema,
      strict: fitsStrictMode(schema),
    };
  }
  return { type: type === "application/json" ? "json" : "text" };
}

/**
 * Thinking in OpenAI's words; budgets by Google's own table of equivalents
 * (ai.google.dev/gemini-api/docs/openai: low 1024, medium 8192, high 24576).
 */
function effortOf(
  thinking: GenerationConfig["thinkingConfig"],
): string | undefined {
  const level = thinking?.thinkingLevel?.toLowerCase();
  if (level && level !== "thinking_level_unspecified") return level;
  const budget = thinking?.thinkingBudget ?? -1;
  if (budget < 0) return undefined;
  if (budget === 0) return "none";
  if (budget <= 1024) return "low";
  return budget <= 8192 ? "medium" : "high";
}
