import type { MediaModel } from "../media/find.ts";

/** Google's models take ratios, not sizes. */
const RATIOS = [
  { w: 1, h: 1 },
  { w: 2, h: 3 },
  { w: 3, h: 2 },
  { w: 3, h: 4 },
  { w: 4, h: 3 },
  { w: 9, h: 16 },
  { w: 16, h: 9 },
];

const SQUARE = { w: 1024, h: 1024 };
const TALL = { w: 1024, h: 1536 };
const WIDE = { w: 1536, h: 1024 };

/** The image models Puter lists, the default one first. */
export const SIM_IMAGE_MODELS: MediaModel[] = [
  openAiImage({
    id: "gpt-image-1-mini",
    name: "GPT Image 1 Mini",
    prices: { low: 0.5, medium: 1.1, high: 3.6 },
  }),
  openAiImage({
    id: "gpt-image-1",
    name: "GPT Image 1",
    prices: { low: 1.1, medium: 4.2, high: 16.7 },
  }),
  openAiImage({
    id: "gpt-image-1.5",
    name: "GPT Image 1.5",
    prices: { low: 0.9, medium: 3.4, high: 13.3 },
  }),
  {
    puterId: "google:google/gemini-2.5-flash-image",
    id: "gemini-2.5-flash-image",
    aliases: [
      "gemini-2.5-flash-image-preview",
      "google/gemini-2.5-flash-image",
    ],
    name: "Gemini 2.5 Flash Image",
    costs_currency: "usd-cents",
    index_cost_key: "1x1",
    costs: { "1x1": 3.9 },
    allowedQualityLevels: [""],
    allowedRatios: RATIOS,
    provider: "gemini-image-generation",
  },
  {
    puterId: "google:google/gemini-3-pro-image-preview",
    id: "gemini-3-pro-image-preview",
    aliases: ["gemini-3-pro-image", "google/gemini-3-pro-image"],
    name: "Gemini 3 Pro Image",
    costs_currency: "usd-cents",
    index_cost_key: "1K:1x1",
    costs: { "1K:1x1": 13.4 },
    allowedQualityLevels: ["1K", "2K", "4K"],
    allowedRatios: RATIOS,
    provider: "gemini-image-generation",
  },
  {
    puterId: "google:google/imagen-4.0",
    id: "imagen-4.0-generate-001",
    aliases: ["imagen-4.0", "google/imagen-4.0"],
    apiType: "generateImages",
    name: "Imagen 4.0",
    costs_currency: "usd-cents",
    index_cost_key: "per-image",
    costs: { "per-image": 4 },
    allowedQualityLevels: ["1K", "2K"],
    allowedRatios: RATIOS,
    provider: "gemini-image-generation",
  },
  {
    puterId: "x-ai:x-ai/grok-imagine-image",
    id: "grok-imagine-image",
    aliases: ["grok-image", "x-ai/grok-imagine-image"],
    name: "Grok Imagine Image",
    costs_currency: "usd-cents",
    pricing_unit: "per-image",
    index_cost_key: "output:1k",
    costs: { "output:1k": 2, "output:2k": 2, media_input: 0.2 },
    allowedQualityLevels: ["1k", "2k"],
    provider: "xai-image-generation",
  },
  seedream({
    id: "dola-seedream-5-0-pro-260628",
    name: "Dola Seedream 5.0 Pro",
    costs: {
      "output:1k": 4.5,
      "output:1.5k": 4.5,
      "output:2k": 9,
      input_image: 0.3,
    },
    qualities: ["1k", "1.5k", "2k"],
    alias: "seedream-5-0-pro",
  }),
  seedream({
    id: "seedream-4-0-250828",
    name: "Seedream 4.0",
    costs: { "per-image": 3 },
    qualities: ["1k", "1.5k", "2k"],
  }),
  seedream({
    id: "seedream-4-5-251128",
    name: "Seedream 4.5",
    costs: { "per-image": 4 },
    qualities: ["2k"],
  }),
  {
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

interface ImageFacts {
  id: string;
  name: string;
}

/** Priced by quality and size. */
function openAiImage(
  { id, name, prices }: ImageFacts & { prices: Record<string, number> },
): MediaModel {
  const costs: Record<string, number> = {};
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

/** Priced by image, or by the size of it. */
function seedream(
  { id, name, costs, qualities, alias }: ImageFacts & {
    costs: Record<string, number>;
    qualities: string[];
    alias?: string;
  },
): MediaModel {
  const short = id.replace(/-\d+$/, "");
  const [key = ""] = Object.keys(costs);
  return {
    puterId: `byteplus:byteplus/${id}`,
    id,
    aliases: [
      `byteplus/${id}`,
      short,
      `byteplus/${short}`,
      ...alias === undefined ? [] : [alias],
    ],
    name,
    costs_currency: "usd-cents",
    pricing_unit: key === "per-image" ? "per-image" : "per-tier",
    index_cost_key: key,
    costs,
    allowedQualityLevels: qualities,
    provider: "byteplus-image-generation",
  };
}
