import type { MediaModel } from "../media/find.ts";

const HD = ["1280x720", "720x1280", "1920x1080", "1080x1920"];

/** The video models Puter lists, the default one first. */
export const SIM_VIDEO_MODELS: MediaModel[] = [
  {
    id: "sora-2",
    puterId: "openai:openai/sora-2",
    aliases: ["openai/sora-2", "openai:openai/sora-2"],
    name: "Sora 2",
    costs_currency: "usd-cents",
    output_cost_key: "default-duration-per-video",
    costs: { "per-second": 10, "default-duration-per-video": 40 },
    durationSeconds: [4, 8, 12],
    dimensions: ["720x1280", "1280x720"],
    defaultUsageKey: "openai:sora-2:default",
    provider: "openai-video-generation",
  },
  {
    id: "veo-3.1-lite-generate-preview",
    puterId: "google:google/veo-3.1-lite",
    aliases: [
      "veo-3.1-lite",
      "google/veo-3.1-lite",
      "google:google/veo-3.1-lite",
    ],
    name: "Veo 3.1 Lite",
    costs_currency: "usd-cents",
    output_cost_key: "per-second",
    costs: { "per-second": 5, "per-second-1080p": 8 },
    durationSeconds: [4, 6, 8],
    dimensions: HD,
    provider: "gemini-video-generation",
  },
  {
    id: "togetherai:minimax/hailuo-02",
    puterId: "togetherai:minimax/hailuo-02",
    aliases: ["minimax/hailuo-02", "hailuo-02"],
    name: "MiniMax Hailuo 02",
    costs_currency: "usd-cents",
    output_cost_key: "per-video",
    costs: { "per-video": 49 },
    durationSeconds: [10],
    dimensions: ["1366x768", "1920x1080"],
    fps: [25],
    provider: "together-video-generation",
  },
  seedance({
    short: "dreamina-seedance-2-0",
    version: "260128",
    name: "Dreamina Seedance 2.0",
    costs: {
      "video_tokens:480p": 0.0007,
      "video_tokens:720p": 0.0007,
      "video_tokens:1080p": 0.00077,
      "video_tokens:4k": 0.0004,
      "default-duration-per-video": 76,
    },
    dimensions: ["720p", "480p", "1080p", "4k"],
    priced: "video_tokens:720p",
  }),
  seedance({
    short: "dreamina-seedance-2-0-fast",
    version: "260128",
    name: "Dreamina Seedance 2.0 Fast",
    costs: { video_tokens: 0.00056, "default-duration-per-video": 60 },
    dimensions: ["720p", "480p"],
    priced: "video_tokens",
  }),
];

interface SeedanceFacts {
  short: string;
  version: string;
  name: string;
  costs: Record<string, number>;
  dimensions: string[];
  /** The count that is priced. */
  priced: string;
}

function seedance(
  { short, version, name, costs, dimensions, priced }: SeedanceFacts,
): MediaModel {
  const id = `${short}-${version}`;
  return {
    id,
    puterId: `byteplus:byteplus/${id}`,
    aliases: [
      short,
      `byteplus/${short}`,
      short.replace("dreamina-", ""),
      `byteplus:byteplus/${id}`,
      `byteplus/${id}`,
      id,
    ],
    name,
    costs_currency: "usd-cents",
    output_cost_key: "default-duration-per-video",
    costs,
    durationSeconds: [5, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    dimensions,
    fps: [24],
    defaultUsageKey: `byteplus-video-generation:${id}:${priced}`,
    provider: "byteplus-video-generation",
  };
}
