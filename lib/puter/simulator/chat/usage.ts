import type { SimModel, VendorAnswer } from "./types.ts";

type Counts = NonNullable<VendorAnswer["usage"]>;

/** Vendors that count cached tokens among those of the prompt. */
const CACHED_INCLUDED: ReadonlySet<string> = new Set([
  "xai",
  "groq",
  "deepseek",
  "mistral",
  "moonshotai",
  "minimax",
  "alibaba",
  "zai",
  "together-ai",
  "byteplus",
  "neuralwatt",
]);

/** What the price and the form of an answer add to its counts. */
export interface UsageOptions {
  /** US cents; null where the model has no price. */
  usdCents: number | null;
  stream: boolean;
  model: SimModel;
}

/** The `usage` object of an answer, in the words of the model's provider. */
export function usageFields(
  counts: Counts,
  options: UsageOptions,
): Record<string, unknown> {
  return { ...countsOf(counts, options), usd_cents: options.usdCents };
}

function countsOf(
  counts: Counts,
  { model, stream }: UsageOptions,
): Record<string, unknown> {
  const { prompt, cached, completion } = counts;
  switch (model.provider) {
    case "claude":
      return claudeCounts(counts);
    case "ollama":
      return { prompt, completion, input_cache_read: cached };
    case "openrouter":
    case "infron":
      return {
        prompt,
        completion,
        input_cache_read: cached,
        request: 1,
        billedUsage: 1,
      };
    default:
      return {
        prompt_tokens: includesCached(model) ? prompt + cached : prompt,
        completion_tokens: completion,
        // Mistral's client names them otherwise, and Puter finds none.
        cached_tokens: model.provider === "mistral" && !stream ? 0 : cached,
        ...extraCounts(model),
      };
  }
}

function claudeCounts({ prompt, cached, completion }: Counts) {
  return {
    input_tokens: prompt,
    ephemeral_5m_input_tokens: 0,
    ephemeral_1h_input_tokens: 0,
    cache_read_input_tokens: cached,
    output_tokens: completion,
    thinking_tokens: 0,
  };
}

function includesCached({ provider, id }: SimModel): boolean {
  return CACHED_INCLUDED.has(provider) ||
    provider.startsWith("azure-") && id.startsWith("grok");
}

function extraCounts({ provider }: SimModel): Record<string, unknown> {
  switch (provider) {
    case "gemini":
      return { thinking_tokens: 0, grounding_requests: 0 };
    case "neuralwatt":
      return { accounting_method: "token" };
    default:
      return {};
  }
}
