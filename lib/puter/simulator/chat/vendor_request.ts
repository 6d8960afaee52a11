import { isRecord } from "../../record.ts";
import { claudeParameters } from "./claude_parameters.ts";
import type { PuterSideMessage } from "./normalise.ts";
import type { PuterSideTool } from "./tools.ts";
import type { SimModel } from "./types.ts";
import {
  claudeMessages,
  openAiMessages,
  responsesItems,
} from "./vendor_messages.ts";
import { vendorDialect } from "./vendor_dialect.ts";

type Fields = Record<string, unknown>;

/** A chat call between Puter's own steps and its vendor. */
export interface PreparedCall {
  args: Fields;
  model: SimModel;
  messages: PuterSideMessage[];
  /** Undefined where none were given. */
  tools?: PuterSideTool[];
}

/** How Puter names the caller to OpenAI. */
const CALLER = ":undefined";

/** Puter asks xAI for no more tokens than these. */
export const XAI_CEILING = 1000;

/** What the vendor of a model receives of a call. */
export function vendorRequest(call: PreparedCall): Fields {
  const { model } = call;
  if (model.family === "claude") return claudeRequest(call);
  if (model.family === "responses") return responsesRequest(call);
  const messages = vendorDialect(model, openAiMessages(call.messages));
  return defined({
    messages,
    tools: call.tools,
    ...openAiParameters(call),
  });
}

function claudeRequest({ args, model, messages, tools }: PreparedCall): Fields {
  return defined({
    ...claudeParameters(args, model),
    ...claudeMessages(messages),
    tools: tools?.map(({ function: { name, description, parameters } }) =>
      defined({ name, description, input_schema: parameters })
    ),
  });
}

/** Arguments the Responses route hands on as they come. */
const RESPONSES_ARGUMENTS = [
  "tool_choice",
  "parallel_tool_calls",
  "include",
  "conversation",
  "previous_response_id",
  "instructions",
  "metadata",
  "prompt",
  "prompt_cache_key",
  "prompt_cache_retention",
  "store",
  "temperature",
  "top_p",
  "truncation",
  "background",
  "service_tier",
  "text",
] as const;

function responsesRequest(call: PreparedCall): Fields {
  const { args, model, messages, tools } = call;
  return defined({
    user: CALLER,
    safety_identifier: CALLER,
    input: responsesItems(messages),
    model: model.id,
    tools: tools?.map(({ function: fn }) => ({ ...fn, type: "function" })),
    ...pick(args, RESPONSES_ARGUMENTS),
    max_output_tokens: args.max_tokens,
    ...(args.stream === undefined ? {} : { stream: Boolean(args.stream) }),
    ...(isGpt5(model)
      ? { reasoning: args.reasoning || undefined }
      : effortArguments(args)),
  });
}

/** Dropped for names with `gpt-5`, whatever the model understands. */
function effortArguments(args: Fields): Fields {
  const effort = args.reasoning_effort ?? fieldOf(args.reasoning, "effort");
  const verbosity = args.verbosity ?? fieldOf(args.text, "verbosity");
  return {
    reasoning_effort: effort || undefined,
    verbosity: verbosity || undefined,
  };
}

function openAiParameters({ args, model }: PreparedCall): Fields {
  const stream = Boolean(args.stream);
  const { temperature, top_p, tool_choice } = args;
  const options = stream ? { stream_options: { include_usage: true } } : {};
  const max_tokens = args.max_tokens;
  const common = { model: model.id, max_tokens, temperature, ...options };
  const custom = isRecord(args.custom) ? args.custom : {};
  switch (model.provider) {
    case "openai-completion":
    case "azure-openai":
      return {
        user: CALLER,
        ...(model.id.startsWith("grok") ? {} : { safety_identifier: CALLER }),
        model: model.id,
        max_completion_tokens: max_tokens,
        temperature,
        stream,
        ...options,
        ...(isGpt5(model) ? {} : effortArguments(args)),
      };
    case "openrouter":
    case "infron":
      return {
        ...common,
        model: model.id.slice(model.provider.length + 1),
        stream: args.stream,
        usage: { include: true },
      };
    case "ollama":
      return { ...common, model: model.id.slice("ollama:".length), stream };
    case "xai":
      return {
        model: model.id,
        max_tokens: XAI_CEILING,
        stream: args.stream,
        ...options,
      };
    case "moonshotai":
      return { model: model.id, max_tokens, stream: args.stream, ...options };
    case "mistral":
      return { model: model.id, maxTokens: max_tokens, temperature };
    case "groq":
    case "gemini":
      return {
        model: model.id,
        max_completion_tokens: max_tokens,
        temperature,
        stream: args.stream,
        ...(model.provider === "gemini" ? options : {}),
      };
    case "minimax":
      return { ...common, tool_choice, top_p, stream: args.stream };
    case "zai":
    case "byteplus":
      return {
        ...common,
        tool_choice,
        top_p,
        stream,
        ...pick(custom, ["response_format", "stop", "thinking"]),
      };
    case "meta":
      return {
        model: model.id,
        max_completion_tokens: max_tokens,
        temperature,
        tool_choice,
        top_p,
        stream,
        ...options,
        ...pick(custom, META_ARGUMENTS),
        reasoning_effort: metaEffort(args),
      };
    case "neuralwatt":
      return {
        ...common,
        model: model.id.replace(/^neuralwatt:/, ""),
        stream: args.stream,
      };
    default:
      return { ...common, stream: args.stream };
  }
}

const META_ARGUMENTS = [
  "response_format",
  "frequency_penalty",
  "presence_penalty",
  "seed",
] as const;

/** Meta's models cannot stop reasoning. */
function metaEffort(args: Fields): unknown {
  const effort = args.reasoning_effort ?? fieldOf(args.reasoning, "effort");
  return effort && effort !== "none" ? effort : undefined;
}

function isGpt5({ id }: SimModel): boolean {
  return id.startsWith("gpt-5");
}

function fieldOf(value: unknown, key: string): unknown {
  return isRecord(value) ? value[key] : undefined;
}

function pick(from: Fields, keys: readonly string[]): Fields {
  return Object.fromEntries(keys.map((key) => [key, from[key]]));
}

function defined(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  );
}
