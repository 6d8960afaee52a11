import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { readUsage, type UsageSource } from "../../../lib/puter/chat/usage.ts";

type Row = [
  what: string,
  raw: unknown,
  source: UsageSource | undefined,
  counts: [
    prompt: number,
    cached: number,
    completion: number,
    reasoning: number,
    cost: number | null,
  ],
];

const OPENAI = {
  prompt_tokens: 8,
  completion_tokens: 7,
  cached_tokens: 4,
  usd_cents: 0.0095,
};

const ROWS: Row[] = [
  [
    "adds cached tokens of an OpenAI model",
    OPENAI,
    { provider: "openai-completion" },
    [12, 4, 7, 0, 9500],
  ],
  [
    "adds cached tokens of an Azure model",
    OPENAI,
    { provider: "azure-openai", model: "gpt-4o" },
    [12, 4, 7, 0, 9500],
  ],
  [
    "does not add them for Grok on Azure",
    OPENAI,
    { provider: "azure-openai", model: "grok-4.3" },
    [8, 4, 7, 0, 9500],
  ],
  [
    "does not add them for a provider that includes them",
    OPENAI,
    { provider: "deepseek" },
    [8, 4, 7, 0, 9500],
  ],
  [
    "adds them where they cannot be included",
    { prompt_tokens: 3, cached_tokens: 9, completion_tokens: 1 },
    { provider: "groq" },
    [12, 9, 1, 0, null],
  ],
  ["adds them without a source", OPENAI, undefined, [12, 4, 7, 0, 9500]],
  [
    "adds Gemini's thinking to the completion",
    { prompt_tokens: 5, completion_tokens: 2, thinking_tokens: 30 },
    { provider: "gemini" },
    [5, 0, 32, 30, null],
  ],
  [
    "reads a vendor's own OpenAI counts",
    {
      prompt_tokens: 20,
      completion_tokens: 9,
      prompt_tokens_details: { cached_tokens: 16 },
      completion_tokens_details: { reasoning_tokens: 5 },
    },
    undefined,
    [20, 16, 9, 5, null],
  ],
  [
    "does not add cached tokens that are told a second time",
    {
      prompt_tokens: 20,
      completion_tokens: 9,
      cached_tokens: 16,
      prompt_tokens_details: { cached_tokens: 16 },
    },
    undefined,
    [20, 16, 9, 0, null],
  ],
  [
    "reads Claude's counts",
    {
      input_tokens: 12,
      ephemeral_5m_input_tokens: 100,
      ephemeral_1h_input_tokens: 10,
      cache_read_input_tokens: 1000,
      output_tokens: 7,
      thinking_tokens: 3,
      usd_cents: 0.0047,
    },
    { provider: "claude" },
    [1122, 1000, 7, 3, 4700],
  ],
  [
    "reads Anthropic's own counts",
    {
      input_tokens: 12,
      output_tokens: 7,
      cache_read_input_tokens: 5,
      cache_creation_input_tokens: 50,
    },
    undefined,
    [67, 5, 7, 0, null],
  ],
  [
    "reads OpenRouter's counts and leaves its bills alone",
    {
      prompt: 8,
      completion: 7,
      input_cache_read: 4,
      request: 1,
      billedUsage: 1,
      usd_cents: 0.0012300000000000002,
    },
    { provider: "openrouter" },
    [12, 4, 7, 0, 1230],
  ],
  [
    "leaves out what is no number",
    {
      prompt_tokens: 8,
      completion_tokens: "7",
      accounting_method: "energy",
      usd_cents: null,
    },
    { provider: "neuralwatt" },
    [8, 0, 0, 0, null],
  ],
];

describe("readUsage()", () => {
  for (const [what, raw, source, counts] of ROWS) {
    it(what, () => {
      const usage = readUsage(raw, source);
      const [promptTokens, cachedTokens, completionTokens] = counts;
      const [, , , reasoningTokens, costMicroCents] = counts;
      assertEquals(usage, {
        promptTokens,
        cachedTokens,
        completionTokens,
        reasoningTokens,
        costMicroCents,
      });
    });
  }

  it("is null when nothing is counted", () => {
    assertEquals(readUsage({ usd_cents: null }), null);
    assertEquals(readUsage({}), null);
    assertEquals(readUsage(undefined), null);
    assertEquals(readUsage("7"), null);
  });
});
