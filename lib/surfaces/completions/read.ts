import type { ChatRequest } from "../../chat/request.ts";
import { MAX_CHOICES } from "../chat_completions/schema.ts";
import { badField, validate } from "../validate.ts";
import { continuation, gapFilling } from "./prompts.ts";
import { type CompletionBody, completionSchema } from "./schema.ts";

/** What OpenAI's API takes where a client sets no limit. */
const DEFAULT_MAX_TOKENS = 16;

/** How this protocol's answer must look, beside what the model is asked. */
export interface CompletionStyle {
  /** The model id to echo. */
  model: string;
  includeUsage: boolean;
  /** What choice `index` begins with: its prompt where it is echoed. */
  beginning(index: number): string;
}

/**
 * Reads the body of `POST /v1/completions`. Puter has chat models only: they are
 * told to go on with the prompt, or to fill the gap before the suffix.
 *
 * @throws {ApiError} 400 naming the field at fault
 */
export function readCompletion(
  value: unknown,
): { request: ChatRequest; style: CompletionStyle } {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw badField("", "The request body must be a JSON object", {
      code: "invalid_type",
    });
  }
  const body = validate(completionSchema, value);
  const prompts = promptsOf(body);
  const perPrompt = body.n ?? 1;
  if (prompts.length * perPrompt > MAX_CHOICES) {
    throw badField("prompt", `at most ${MAX_CHOICES} answers at once`, {
      code: "array_above_max_length",
    });
  }
  // A stream holds on to these; prompts that are not echoed need not stay.
  const echoed = body.echo === true ? prompts : [];
  return {
    request: requestOf(body, prompts),
    style: {
      model: body.model,
      includeUsage: body.stream_options?.include_usage === true,
      beginning: (index) => echoed[Math.floor(index / perPrompt)] ?? "",
    },
  };
}

function promptsOf({ prompt }: CompletionBody): string[] {
  if (typeof prompt === "string") return [prompt];
  return prompt.map((text) => {
    if (typeof text === "string") return text;
    throw badField(
      "prompt",
      "prompts of token ids cannot be served: send text",
      { code: "unsupported_value" },
    );
  });
}

function requestOf(body: CompletionBody, prompts: string[]): ChatRequest {
  const suffix = body.suffix ?? "";
  const conversations = prompts.map((prompt) =>
    suffix === "" ? continuation(prompt) : gapFilling(prompt, suffix)
  );
  return {
    model: body.model,
    messages: conversations[0] ?? [],
    ...(conversations.length > 1 ? { conversations } : {}),
    choices: prompts.length * (body.n ?? 1),
    tools: [],
    toolChoice: { mode: "auto" },
    format: { type: "text" },
    stop: stopsOf(body.stop),
    stream: body.stream ?? false,
    maxTokens: body.max_tokens ?? DEFAULT_MAX_TOKENS,
    temperature: body.temperature ?? undefined,
    topP: body.top_p ?? undefined,
    presencePenalty: body.presence_penalty ?? undefined,
    frequencyPenalty: body.frequency_penalty ?? undefined,
    seed: body.seed ?? undefined,
  };
}

function stopsOf(stop: CompletionBody["stop"]): string[] {
  const stops = typeof stop === "string" ? [stop] : stop ?? [];
  return stops.filter((text) => text !== "");
}
