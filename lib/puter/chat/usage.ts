import type { Usage } from "../../chat/answer.ts";
import { isRecord } from "../record.ts";

/** Who served an answer; decides how its counts are to be added up. */
export interface UsageSource {
  /** Puter's provider id, such as `azure-openai`. */
  provider?: string;
  model?: string;
}

/** Providers that report cached tokens as a part of the prompt tokens. */
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

type Counts = Record<string, unknown>;

/**
 * Reads the `usage` of an answer or of a stream's last line. Each provider has
 * its own key names; null when there is no token count at all. Without a
 * source, cached tokens are taken to be apart from the prompt tokens, as with
 * OpenAI models on Puter.
 */
export function readUsage(raw: unknown, source?: UsageSource): Usage | null {
  if (!isRecord(raw)) return null;
  const counts = anthropicCounts(raw) ?? openAiCounts(raw, source ?? {}) ??
    routerCounts(raw);
  return counts && { ...counts, costMicroCents: costOf(raw) };
}

type TokenCounts = Omit<Usage, "costMicroCents">;

/** `input_tokens`: Claude; cached and cache-writing tokens are apart. */
function anthropicCounts(raw: Counts): TokenCounts | null {
  if (!has(raw, "input_tokens", "output_tokens")) return null;
  const cachedTokens = count(raw, "cache_read_input_tokens");
  const written = count(raw, "ephemeral_5m_input_tokens") +
    count(raw, "ephemeral_1h_input_tokens");
  return {
    promptTokens: count(raw, "input_tokens") + cachedTokens +
      (written || count(raw, "cache_creation_input_tokens")),
    cachedTokens,
    completionTokens: count(raw, "output_tokens"),
    reasoningTokens: count(raw, "thinking_tokens") ||
      detail(raw.output_tokens_details, "reasoning_tokens"),
  };
}

/** `prompt_tokens`: OpenAI-style; Gemini counts its thinking apart. */
function openAiCounts(raw: Counts, source: UsageSource): TokenCounts | null {
  if (!has(raw, "prompt_tokens", "completion_tokens")) return null;
  const prompt = count(raw, "prompt_tokens");
  const apart = count(raw, "cached_tokens");
  const inside = detail(raw.prompt_tokens_details, "cached_tokens");
  const cachedTokens = Math.max(apart, inside);
  // More cached than prompt tokens can only mean that they are apart.
  const adds = inside === 0 && (!cachedIncluded(source) || apart > prompt);
  const thinking = count(raw, "thinking_tokens");
  return {
    promptTokens: adds ? prompt + apart : prompt,
    cachedTokens,
    completionTokens: count(raw, "completion_tokens") + thinking,
    reasoningTokens: thinking || count(raw, "reasoning_tokens") ||
      detail(raw.completion_tokens_details, "reasoning_tokens"),
  };
}

/** `prompt` and `completion`: OpenRouter, Infron, Ollama. */
function routerCounts(raw: Counts): TokenCounts | null {
  if (!has(raw, "prompt", "completion")) return null;
  const cachedTokens = count(raw, "input_cache_read");
  return {
    promptTokens: count(raw, "prompt") + cachedTokens,
    cachedTokens,
    completionTokens: count(raw, "completion"),
    reasoningTokens: 0,
  };
}

function cachedIncluded(source: UsageSource): boolean {
  const { provider = "", model = "" } = source;
  if (provider.startsWith("azure-")) return /(^|\/)grok/i.test(model);
  return CACHED_INCLUDED.has(provider);
}

function has(raw: Counts, ...keys: string[]): boolean {
  return keys.some((key) => typeof raw[key] === "number");
}

function count(raw: Counts, key: string): number {
  const value = raw[key];
  return typeof value === "number" && value > 0 && Number.isFinite(value)
    ? Math.round(value)
    : 0;
}

function detail(details: unknown, key: string): number {
  return isRecord(details) ? count(details, key) : 0;
}

function costOf(raw: Counts): number | null {
  const cents = raw.usd_cents;
  return typeof cents === "number" && Number.isFinite(cents)
    ? Math.round(cents * 1_000_000)
    : null;
}
