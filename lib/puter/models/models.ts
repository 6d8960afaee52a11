import { isRecord, numberOf, textOf, textsOf } from "../record.ts";

export { type ListedModel, ModelIndex } from "./index.ts";

/** Whose message and result shapes a model takes. */
export type ModelFamily = "openai" | "claude" | "responses";

/** One entry of Puter's model lists. Prices are micro-cents per token. */
export interface PuterModel {
  /** Puter's own id, unique in its list; sent as `model`. */
  id: string;
  puterId?: string;
  aliases: string[];
  provider: string;
  family: ModelFamily;
  name?: string;
  /** Tokens. */
  context?: number;
  /** Ceiling of an answer in tokens; the largest integer when unknown. */
  maxTokens: number;
  input: string[];
  output: string[];
  toolCall?: boolean;
  /** As listed, such as `2025-10-15`. */
  releaseDate?: string;
  promptPrice: number | null;
  completionPrice: number | null;
  responsesOnly: boolean;
  subscriberOnly: boolean;
  /** Media models: US cents by the model's own pricing keys. */
  costs: Record<string, number>;
  /** Video models: seconds a clip may last. */
  durations: number[];
  /** Video models: sizes, such as `1280x720` or `720p`. */
  dimensions: string[];
  /** Image models: values of `quality`. */
  qualities: string[];
  /** Image models: sizes or ratios, where only certain ones are taken. */
  ratios?: { w: number; h: number }[];
  /** Image models: how many images they work from, where the list tells. */
  inputImages?: "none" | "one" | "many";
}

/** Answers may be this long where the list names no ceiling. */
const NO_CEILING = Number.MAX_SAFE_INTEGER;

/** The family of a provider's models; unknown providers speak OpenAI. */
export function familyOf(
  provider: string,
  responsesOnly: boolean,
): ModelFamily {
  if (provider === "claude") return "claude";
  if (responsesOnly || provider.endsWith("-responses")) return "responses";
  return "openai";
}

/** A model of which no list tells more than who has it. */
export function bareModel(
  known: Pick<PuterModel, "id" | "provider" | "family">,
): PuterModel {
  return {
    ...known,
    aliases: [],
    maxTokens: NO_CEILING,
    input: [],
    output: [],
    promptPrice: null,
    completionPrice: null,
    responsesOnly: false,
    subscriberOnly: false,
    costs: {},
    durations: [],
    dimensions: [],
    qualities: [],
  };
}

/** Reads `{"models": […]}` of a details list; unusable entries are left out. */
export function parseModels(json: unknown): PuterModel[] {
  const list = isRecord(json) ? json.models : json;
  if (!Array.isArray(list)) return [];
  return list.filter(isRecord).flatMap((entry) => {
    const id = textOf(entry.id)?.trim();
    return id ? [readModel(id, entry)] : [];
  });
}

function readModel(id: string, entry: Record<string, unknown>): PuterModel {
  const provider = textOf(entry.provider) ?? "";
  const responsesOnly = entry.responses_api_only === true;
  const modalities = isRecord(entry.modalities) ? entry.modalities : {};
  const costs = readCosts(entry.costs);
  return {
    id,
    puterId: textOf(entry.puterId),
    aliases: textsOf(entry.aliases),
    provider,
    family: familyOf(provider, responsesOnly),
    name: textOf(entry.name),
    context: positive(entry.context),
    maxTokens: positive(entry.max_tokens) ?? NO_CEILING,
    input: textsOf(modalities.input),
    output: textsOf(modalities.output),
    toolCall: typeof entry.tool_call === "boolean"
      ? entry.tool_call
      : undefined,
    releaseDate: textOf(entry.release_date),
    promptPrice: price(costs, entry, "input"),
    completionPrice: price(costs, entry, "output"),
    responsesOnly,
    subscriberOnly: entry.subscriberOnly === true,
    costs,
    durations: numbersOf(entry.durationSeconds),
    dimensions: textsOf(entry.dimensions),
    qualities: textsOf(entry.allowedQualityLevels),
    ...readRatios(entry.allowedRatios),
    ...readInputImages(entry),
  };
}

function readRatios(value: unknown): Pick<PuterModel, "ratios"> {
  if (!Array.isArray(value)) return {};
  const ratios = value.filter(isRecord).flatMap(({ w, h }) => {
    const [width, height] = [positive(w), positive(h)];
    return width && height ? [{ w: width, h: height }] : [];
  });
  return ratios.length > 0 ? { ratios } : {};
}

/**
 * Told by the way: Google's `generateImages` takes none, and Replicate's models
 * list the names of their inputs.
 */
function readInputImages(
  entry: Record<string, unknown>,
): Pick<PuterModel, "inputImages"> {
  if (entry.apiType === "generateImages") return { inputImages: "none" };
  if (textOf(entry.imageInputKey)) return { inputImages: "many" };
  if (textOf(entry.singleImageInputKey)) return { inputImages: "one" };
  return {};
}

function readCosts(costs: unknown): Record<string, number> {
  if (!isRecord(costs)) return {};
  return Object.fromEntries(
    Object.entries(costs).filter((cost): cost is [string, number] =>
      numberOf(cost[1]) !== undefined
    ),
  );
}

/** Listed in US cents per `costs.tokens`, which is a million. */
function price(
  costs: Record<string, number>,
  entry: Record<string, unknown>,
  side: "input" | "output",
): number | null {
  const currency = textOf(entry.costs_currency) ?? "usd-cents";
  if (currency !== "usd-cents") return null;
  const key = textOf(entry[`${side}_cost_key`]) ?? `${side}_tokens`;
  const cents = costs[key];
  if (cents === undefined || cents < 0) return null;
  return cents * 1_000_000 / (positive(costs.tokens) ?? 1_000_000);
}

function positive(value: unknown): number | undefined {
  const number = numberOf(value);
  return number !== undefined && number > 0 ? number : undefined;
}

function numbersOf(value: unknown): number[] {
  if (!Array.isArray(value)) return [];
  return value.filter((item) => numberOf(item) !== undefined);
}
