import type {
  AnswerFormat,
  ChatRequest,
  ChatTool,
  ToolChoice,
} from "../../chat/request.ts";
import { ApiError } from "../../http/errors.ts";
import {
  formatInstruction,
  toolInstruction,
  withInstructions,
} from "./instructions.ts";
import { toPuterMessages } from "./messages.ts";
import { fixesSampling, takesVerbosity } from "../models/traits.ts";
import type { PuterModel } from "../models/models.ts";
import { type Provider, providerOf } from "../models/providers.ts";
import { reasoningArguments } from "./reasoning_arguments.ts";
import { isRecord } from "../record.ts";
import { askedModel, searchesWeb, WEB_SEARCH_TOOL } from "./web_search.ts";

/** OpenAI's Responses API refuses a smaller ceiling. */
const MIN_RESPONSES_TOKENS = 16;

type Arguments = Record<string, unknown>;

/** What the gateway decided about a call before its arguments are made. */
export interface ArgumentOptions {
  stream: boolean;
  /** Ceiling of the answer in tokens; always sent, so that little is held. */
  maxTokens: number;
}

/**
 * The `args` of a chat call: only what the model's vendor takes. Tool choice
 * and answer format become instructions where there is no argument for them.
 *
 * @throws {ApiError} 400 for content the model cannot take
 */
export function toPuterArguments(
  request: ChatRequest,
  listed: PuterModel,
  options: ArgumentOptions,
): { args: Arguments } {
  const model = askedModel(request, listed);
  const provider = providerOf(model.provider);
  const maxTokens = ceilingOf(model, options.maxTokens);
  const tools = toolsFor(request, model);
  const instructions = [
    tools.length > 0 && !provider.toolChoice
      ? toolInstruction(choiceOf(request))
      : undefined,
    formatIsNative(model, request.format) && !lacksJsonWord(request)
      ? undefined
      : formatInstruction(request.format),
  ];
  const messages = toPuterMessages(request.messages, model.family);
  const args = merge(
    {
      model: model.id,
      messages: withInstructions(messages, instructions),
      max_tokens: maxTokens,
    },
    options.stream ? { stream: true } : {},
    samplingArguments(request, model),
    toolArguments(request, model, tools),
    formatArguments(request.format, provider),
    reasoningArguments(request, model, maxTokens),
    request.verbosity !== undefined && takesVerbosity(model)
      ? { text: { verbosity: request.verbosity } }
      : {},
  );
  return { args };
}

/** False where the answer has to be checked against the format afterwards. */
export function formatIsNative(
  model: PuterModel,
  format: AnswerFormat,
): boolean {
  return format.type === "text" ||
    providerOf(model.provider).formats.includes(format.type);
}

/** False where the gateway itself has to end the answer at a stop text. */
export function stopIsNative(model: PuterModel): boolean {
  return providerOf(model.provider).stop;
}

/** The ceiling that will hold; an answer that reaches it was cut. */
function ceilingOf(model: PuterModel, maxTokens: number): number {
  const most = Math.min(model.maxTokens, providerOf(model.provider).ceiling);
  const least = model.family === "responses" ? MIN_RESPONSES_TOKENS : 1;
  return Math.max(least, Math.floor(Math.min(maxTokens, most)));
}

function samplingArguments(request: ChatRequest, model: PuterModel): Arguments {
  const provider = providerOf(model.provider);
  const custom: Arguments = {};
  if (provider.stop && request.stop.length > 0) custom.stop = request.stop;
  if (provider.sampling) {
    set(custom, "frequency_penalty", request.frequencyPenalty);
    set(custom, "presence_penalty", request.presencePenalty);
    set(custom, "seed", request.seed);
  }
  const args: Arguments = Object.keys(custom).length > 0 ? { custom } : {};
  if (fixesSampling(model)) return args;
  if (provider.temperature) {
    set(args, "temperature", temperatureOf(request, model));
  }
  if (provider.topP) set(args, "top_p", request.topP);
  return args;
}

/** Puter asks Claude at 0 unless told; clients expect the usual 1, its most. */
function temperatureOf(
  request: ChatRequest,
  model: PuterModel,
): number | undefined {
  const { temperature } = request;
  return model.family === "claude"
    ? Math.min(temperature ?? 1, 1)
    : temperature;
}

function toolArguments(
  request: ChatRequest,
  model: PuterModel,
  tools: ChatTool[],
): Arguments {
  const provider = providerOf(model.provider);
  const hosted = searchesWeb(request, model) ? [WEB_SEARCH_TOOL] : [];
  if (tools.length + hosted.length === 0) return {};
  const args: Arguments = { tools: [...tools.map(toPuterTool), ...hosted] };
  if (provider.toolChoice && request.toolChoice.mode !== "auto") {
    args.tool_choice = toolChoiceOf(request, model);
  }
  if (provider.parallelToolCalls) {
    set(args, "parallel_tool_calls", request.parallelToolCalls);
  }
  return args;
}

/** The tools to offer: fewer where the choice among them cannot be stated. */
function toolsFor(request: ChatRequest, model: PuterModel): ChatTool[] {
  const { tools, toolChoice } = request;
  const named = toolChoice.mode === "tool"
    ? tools.filter(({ name }) => name === toolChoice.name)
    : tools;
  if (toolChoice.mode === "tool" && named.length === 0) {
    throw new ApiError(`The tool ${toolChoice.name} is not among the tools`, {
      status: 400,
      code: "invalid_value",
      param: "tool_choice",
    });
  }
  if (tools.length === 0 && model.family === "claude") {
    return toolsOfHistory(request);
  }
  if (providerOf(model.provider).toolChoice) return tools;
  if (toolChoice.mode !== "none") return named;
  // Anthropic refuses calls in the history of a request without tools.
  return model.family === "claude" && hasCalls(request) ? tools : [];
}

/** Tools that only explain the calls of a history; they may not be called. */
function toolsOfHistory({ messages }: ChatRequest): ChatTool[] {
  const names = messages.flatMap((message) =>
    message.role === "assistant"
      ? message.toolCalls.map(({ name }) => name)
      : []
  );
  return [...new Set(names)].map((name) => ({
    name,
    parameters: { type: "object" },
  }));
}

/** A client without tools expects no call. */
function choiceOf(request: ChatRequest): ToolChoice {
  return request.tools.length === 0 ? { mode: "none" } : request.toolChoice;
}

/** OpenAI refuses its JSON mode unless a message speaks of JSON. */
function lacksJsonWord({ format, messages }: ChatRequest): boolean {
  return format.type === "json" && !/json/i.test(JSON.stringify(messages));
}

function hasCalls({ messages }: ChatRequest): boolean {
  return messages.some((message) =>
    message.role === "assistant" && message.toolCalls.length > 0
  );
}

function toolChoiceOf({ toolChoice }: ChatRequest, model: PuterModel): unknown {
  if (toolChoice.mode !== "tool") return toolChoice.mode;
  const { name } = toolChoice;
  return model.family === "responses"
    ? { type: "function", name }
    : { type: "function", function: { name } };
}

/** A schema without `type` is refused by Anthropic. */
function toPuterTool({ name, description, parameters }: ChatTool): Arguments {
  const schema = { type: "object", properties: {}, ...parameters };
  const fn: Arguments = { name, parameters: schema };
  set(fn, "description", description);
  return { type: "function", function: fn };
}

function formatArguments(format: AnswerFormat, provider: Provider): Arguments {
  if (format.type === "text" || provider.formats.length === 0) return {};
  if (provider.formatArgument === "text") {
    return { text: { format: textFormat(format) } };
  }
  // Valid JSON is still a help where the schema itself cannot be stated.
  const taken = provider.formats.includes(format.type)
    ? format
    : { type: "json" } as const;
  if (!provider.formats.includes(taken.type)) return {};
  return { custom: { response_format: responseFormat(taken) } };
}

type JsonFormat = Exclude<AnswerFormat, { type: "text" }>;

function textFormat(format: JsonFormat): Arguments {
  if (format.type === "json") return { type: "json_object" };
  return { type: "json_schema", ...schemaOf(format) };
}

function responseFormat(format: JsonFormat): Arguments {
  if (format.type === "json") return { type: "json_object" };
  return { type: "json_schema", json_schema: schemaOf(format) };
}

function schemaOf(
  format: Extract<AnswerFormat, { type: "json_schema" }>,
): Arguments {
  const { name, schema, strict } = format;
  const args: Arguments = { name, schema, strict };
  set(args, "description", format.description);
  return args;
}

function set(args: Arguments, key: string, value: unknown): void {
  if (value !== undefined) args[key] = value;
}

/** Joins arguments; objects such as `custom` and `text` are joined in turn. */
function merge(...all: Arguments[]): Arguments {
  const merged: Arguments = {};
  for (const args of all) {
    for (const [key, value] of Object.entries(args)) {
      const known = merged[key];
      merged[key] = isRecord(known) && isRecord(value)
        ? { ...known, ...value }
        : value;
    }
  }
  return merged;
}
