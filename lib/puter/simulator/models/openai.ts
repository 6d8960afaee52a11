import type { SimModel } from "../chat/types.ts";
import { type ModelFacts, openAiModels } from "./entry.ts";

const INPUT = ["text", "image"];

/** OpenAI's models as Azure serves them. */
export const AZURE_MODELS: SimModel[] = openAiModels(
  {
    provider: "azure-openai",
    vendor: "openai/",
    route: "azure:",
    input: INPUT,
  },
  [
    {
      id: "gpt-4o",
      context: 128_000,
      maxTokens: 16_384,
      price: [250, 1000, 125],
      released: "2024-05-13",
    },
    gpt5("gpt-5", { price: [125, 1000, 13], released: "2025-08-07" }),
    gpt5("gpt-5-mini", { price: [25, 200, 3], released: "2025-08-07" }),
    gpt5("gpt-5-nano", { price: [5, 40, 1], released: "2025-08-07" }),
    gpt5("gpt-5.1", { price: [125, 1000, 13], released: "2025-11-13" }),
    gpt5("gpt-5.2", { price: [175, 1400, 17.5], released: "2025-12-11" }),
  ],
);

/** xAI's models as Azure serves them. */
export const AZURE_GROK_MODELS: SimModel[] = openAiModels(
  { provider: "azure-openai", vendor: "x-ai/", route: "azure:", input: INPUT },
  [{
    id: "grok-4.3",
    name: "Grok 4.3",
    context: 1_000_000,
    maxTokens: 30_000,
    price: [125, 250, 20],
    released: "2026-05-01",
  }],
);

/** OpenAI's own route, chat models. */
export const OPENAI_MODELS: SimModel[] = openAiModels(
  {
    provider: "openai-completion",
    vendor: "openai/",
    route: "openai:",
    input: INPUT,
  },
  [
    {
      id: "gpt-4o",
      context: 128_000,
      maxTokens: 16_384,
      price: [250, 1000, 125],
      released: "2024-05-13",
      // Puter lists one entry an id, and Azure's comes first.
      hidden: true,
    },
    {
      id: "gpt-4o-mini",
      context: 128_000,
      maxTokens: 16_384,
      price: [15, 60, 7.5],
      released: "2024-07-18",
    },
    {
      id: "gpt-4.1",
      context: 1_047_576,
      maxTokens: 32_768,
      price: [200, 800, 50],
      released: "2025-04-14",
    },
    {
      id: "gpt-4.1-mini",
      context: 1_047_576,
      maxTokens: 32_768,
      price: [40, 160, 10],
      released: "2025-04-14",
    },
    {
      id: "gpt-4.1-nano",
      context: 1_047_576,
      maxTokens: 32_768,
      price: [10, 40, 2.5],
      released: "2025-04-14",
    },
    {
      id: "o3",
      context: 200_000,
      maxTokens: 100_000,
      price: [200, 800, 50],
      released: "2025-04-16",
    },
    {
      id: "o4-mini",
      context: 200_000,
      maxTokens: 100_000,
      price: [110, 440, 27.5],
      released: "2025-04-16",
    },
    dated("gpt-5", { released: "2025-08-07", price: [125, 1000, 13] }),
    dated("gpt-5-mini", { released: "2025-08-07", price: [25, 200, 3] }),
    dated("gpt-5-nano", { released: "2025-08-07", price: [5, 40, 1] }),
    dated("gpt-5.2", { released: "2025-12-11", price: [175, 1400, 17.5] }),
    {
      ...dated("gpt-5.4", { released: "2026-03-05", price: [250, 1500, 25] }),
      context: 1_050_000,
      maxTokens: 1_050_000,
    },
    {
      ...dated("gpt-5.5", { released: "2026-04-23", price: [500, 3000, 50] }),
      context: 1_050_000,
    },
  ],
);

/** OpenAI's own route, models that only its Responses API serves. */
export const RESPONSES_MODELS: SimModel[] = openAiModels(
  {
    provider: "openai-responses",
    vendor: "openai/",
    route: "openai:",
    input: INPUT,
  },
  [
    {
      id: "gpt-5.4-pro",
      aliases: ["gpt-5.4-pro"],
      context: 1_050_000,
      maxTokens: 128_000,
      price: [3000, 18_000],
      released: "2026-03-05",
      responsesOnly: true,
    },
    {
      ...dated("gpt-5.5-pro", {
        released: "2026-04-23",
        price: [3000, 18_000, 3000],
      }),
      context: 1_050_000,
      responsesOnly: true,
    },
    {
      id: "gpt-5-pro",
      aliases: ["gpt-5-pro"],
      context: 400_000,
      maxTokens: 272_000,
      price: [1500, 12_000],
      released: "2025-10-06",
      responsesOnly: true,
    },
    {
      id: "gpt-5.6-sol",
      aliases: ["gpt-5.6", "openai/gpt-5.6"],
      context: 1_050_000,
      maxTokens: 128_000,
      price: [500, 3000, 50],
      responsesOnly: true,
    },
    {
      id: "gpt-5.6-luna",
      aliases: ["gpt-5.6-luna"],
      context: 1_050_000,
      maxTokens: 128_000,
      price: [20, 120, 2],
      responsesOnly: true,
    },
    {
      id: "o3-pro",
      aliases: ["o3-pro"],
      context: 200_000,
      maxTokens: 100_000,
      price: [2000, 8000],
      responsesOnly: true,
    },
  ],
);

/** Azure's Responses route. */
export const AZURE_RESPONSES_MODELS: SimModel[] = openAiModels(
  {
    provider: "azure-openai-responses",
    vendor: "openai/",
    route: "azure:",
    input: INPUT,
  },
  [
    {
      ...gpt5("gpt-5.4-mini", { price: [75, 450, 7.5] }),
      context: 400_000,
      responsesOnly: true,
    },
    {
      ...gpt5("gpt-5.3-codex", { price: [175, 1400, 17.5] }),
      responsesOnly: true,
    },
  ],
);

interface Gpt5Facts {
  price: ModelFacts["price"];
  released?: string;
}

function gpt5(id: string, facts: Gpt5Facts): ModelFacts {
  return { id, context: 128_000, maxTokens: 128_000, ...facts };
}

/** OpenAI's ids carry the date; the name without it is an alias. */
function dated(
  short: string,
  facts: Gpt5Facts & { released: string },
): ModelFacts {
  const dated = gpt5(`${short}-${facts.released}`, facts);
  return { ...dated, short, aliases: [short] };
}
