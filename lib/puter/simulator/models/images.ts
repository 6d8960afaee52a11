import type { MediaModel } from "../media/find.ts";

const SQUARE = { w: 1024, h: 1024 };
const TALL = { w: 1024, h: 1536 };
const WIDE = { w: 1536, h: 1024 };

/** The image models Puter lists, the default one first. */
export const SIM_IMAGE_MODELS: MediaModel[] = [
  openAiImage("gpt-image-1-mini", "GPT Image 1 Mini", [0.5, 1.1, 3.6]),
  openAiImage("gpt-image-1", "GPT Image 1", [1.1, 4.2, 16.7]),
  openAiImage("gpt-image-1.5", "GPT Image 1.5", [0.9, 3.4, 13.3]),
  {
    puterId: "google:google/gemini-2.5-flash-image",
    id: "gemini-2.5-flash-image",
    aliases: [
      "gemini-2.5-flash-image-preview",
      "google/gemini-2.5-flash-image",
    ],
    name: "Gemini 2.5 Flash Image",
    costs_currency: "usd-cents",
    index_cost_key: "1024x1024",
    costs: { "1024x1024": 3.9 },
    allowedRatios: [SQUARE],
    provider: "gemini-image-generation",
  },
  seedream("seedream-4-0-250828", "Seedream 4.0", 3, ["1k", "1.5k", "2k"]),
  seedream("seedream-4-5-251128", "Seedream 4.5", 4, ["2k"]),
  seedream("seedream-5-0-lite-260128", "Seedream 5.0 Lite", 3.5, ["2k"]),
  {
    puterId: "togetherai:black-forest-labs/flux.1-schnell",
    id: "togetherai:black-forest-labs/flux.1-schnell",
    aliases: ["black-forest-labs/flux.1-schnell", "flux.1-schnell"],
    name: "FLUX.1 Schnell",
    costs_currency: "usd-cents",
    index_cost_key: "1MP",
    pricing_unit: "per-MP",
    costs: { "1MP": 0.27 },
    allowedQualityLevels: [""],
    provider: "together-image-generation",
  },
];

function openAiImage(
  id: string,
  name: string,
  [low, medium, high]: [number, number, number],
): MediaModel {
  const costs: Record<string, number> = {};
  const prices = { low, medium, high };
  for (const [quality, cents] of Object.entries(prices)) {
    costs[`${quality}:1024x1024`] = cents;
    costs[`${quality}:1024x1536`] = cents * 1.5;
    costs[`${quality}:1536x1024`] = cents * 1.5;
  }
  return {
    puterId: `openai:openai/${id}`,
    id,
    aliases: [`openai/${id}`],
    name,
    version: "1.0",
    costs_currency: "usd-cents",
    index_cost_key: "low:1024x1024",
    costs,
    allowedQualityLevels: Object.keys(prices),
    allowedRatios: [SQUARE, TALL, WIDE],
    provider: "openai-image-generation",
  };
}

function seedream(
  id: string,
  name: string,
  cents: number,
  qualities: string[],
): MediaModel {
  const short = id.replace(/-\d+$/, "");
  return {
    puterId: `byteplus:byteplus/${id}`,
    id,
    aliases: [`byteplus/${id}`, short, `byteplus/${short}`],
    name,
    costs_currency: "usd-cents",
    pricing_unit: "per-image",
    index_cost_key: "per-image",
    costs: { "per-image": cents },
    allowedQualityLevels: qualities,
    provider: "byteplus-image-generation",
  };
}
