import { isRecord } from "../../record.ts";
import type { SimModel } from "./types.ts";

type Fields = Record<string, unknown>;

/** How Puter names the caller to OpenAI. */
export const CALLER = ":undefined";

/** Puter asks xAI for no more tokens than these. */
export const XAI_CEILING = 1000;

/** What Puter makes the parameters of a vendor from. */
interface Asked {
  args: Fields;
  model: SimModel;
  /** `args.custom`, which few vendors get anything of. */
  custom: Fields;
  /** Model, limit and temperature in their usual words. */
  common: Fields;
  /** Asks for usage at the end of a stream. */
  options: Fields;
}

/** By provider; the rest are sent what is common. */
const PARAMETERS: Readonly<Record<string, (asked: Asked) => Fields>> = {
  "openai-completion": forOpenAi,
  "azure-openai": forOpenAi,
  openrouter: forReseller,
  infron: forReseller,
  ollama: ({ common, model, args }) => ({
    ...common,
    model: model.id.slice("ollama:".length),
    stream: Boolean(args.stream),
  }),
  neuralwatt: ({ common, model }) => ({
    ...common,
    model: model.id.replace(/^neuralwatt:/, ""),
  }),
  xai: ({ common, options }) => ({
    model: common.model,
    max_tokens: XAI_CEILING,
    stream: common.stream,
    ...options,
  }),
  moonshotai: ({ common: { temperature: _, ...common } }) => common,
  mistral: ({ args, model }) => ({
    model: model.id,
    maxTokens: args.max_tokens,
    temperature: args.temperature,
  }),
  gemini: ({ common: { max_tokens, ...common } }) => ({
    ...common,
    max_completion_tokens: max_tokens,
  }),
  groq: ({ common: { max_tokens, stream_options: _, ...common } }) => ({
    ...common,
    max_completion_tokens: max_tokens,
  }),
  minimax: ({ common, args }) => ({
    ...common,
    ...pick(args, ["tool_choice", "top_p"]),
  }),
  zai: forCustom,
  byteplus: forCustom,
  meta: forMeta,
};

/** Puter's parameters for a vendor of OpenAI's chat protocol. */
export function openAiParameters(args: Fields, model: SimModel): Fields {
  const options = args.stream
    ? { stream_options: { include_usage: true } }
    : {};
  const common = {
    model: model.id,
    ...pick(args, ["max_tokens", "temperature", "stream"]),
    ...options,
  };
  const custom = isRecord(args.custom) ? args.custom : {};
  const parameters = PARAMETERS[model.provider];
  return parameters?.({ args, model, custom, common, options }) ?? common;
}

function forOpenAi({ args, model, options }: Asked): Fields {
  return {
    user: CALLER,
    ...(model.id.startsWith("grok") ? {} : { safety_identifier: CALLER }),
    model: model.id,
    max_completion_tokens: args.max_tokens,
    temperature: args.temperature,
    stream: Boolean(args.stream),
    ...options,
    ...(isGpt5(model) ? {} : effortArguments(args)),
  };
}

function forReseller({ common, model }: Asked): Fields {
  return {
    ...common,
    model: model.id.slice(model.provider.length + 1),
    usage: { include: true },
  };
}

function forCustom({ args, common, custom }: Asked): Fields {
  return {
    ...common,
    ...pick(args, ["tool_choice", "top_p"]),
    stream: Boolean(args.stream),
    ...pick(custom, ["response_format", "stop", "thinking"]),
  };
}

const META_ARGUMENTS = [
  "response_format",
  "frequency_penalty",
  "presence_penalty",
  "seed",
] as const;

/** Meta's models cannot stop reasoning. */
function forMeta({ args, common: { max_tokens, ...common }, custom }: Asked) {
  const { reasoning_effort: effort } = effortArguments(args);
  return {
    ...common,
    max_completion_tokens: max_tokens,
    ...pick(args, ["tool_choice", "top_p"]),
    stream: Boolean(args.stream),
    ...pick(custom, META_ARGUMENTS),
    reasoning_effort: effort === "none" ? undefined : effort,
  };
}

/** Dropped for names with `gpt-5`, whatever the model understands. */
export function effortArguments(args: Fields): Fields {
  const effort = args.reasoning_effort ?? fieldOf(args.reasoning, "effort");
  const verbosity = args.verbosity ?? fieldOf(args.text, "verbosity");
  return {
    reasoning_effort: effort || undefined,
    verbosity: verbosity || undefined,
  };
}

/** By name, as Puter looks at it. */
export function isGpt5({ id }: SimModel): boolean {
  return id.startsWith("gpt-5");
}

/** Some of the arguments; the value is undefined where one is missing. */
export function pick(from: Fields, keys: readonly string[]): Fields {
  return Object.fromEntries(keys.map((key) => [key, from[key]]));
}

function fieldOf(value: unknown, key: string): unknown {
  return isRecord(value) ? value[key] : undefined;
}
