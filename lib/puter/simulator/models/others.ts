import type { SimModel } from "../chat/types.ts";
import { openAiModels, resoldModels } from "./entry.ts";

const TEXT = ["text"];
const SEEING = ["text", "image"];

/** Vendors with a route of their own that speak OpenAI's protocol. */
export const VENDOR_MODELS: SimModel[] = [
  ...openAiModels(
    { provider: "gemini", vendor: "google/", route: "google:" },
    [
      {
        id: "gemini-3.5-flash",
        name: "Gemini 3.5 Flash",
        context: 1_048_576,
        maxTokens: 65_536,
        price: [150, 900, 15],
        input: ["text", "image", "audio", "video", "pdf"],
        released: "2026-05-19",
      },
      {
        id: "gemini-3-pro-image-preview",
        name: "Gemini 3 Pro Image",
        context: 65_536,
        maxTokens: 32_768,
        price: [200, 1200],
        input: SEEING,
        output: ["text", "image"],
        released: "2025-11-20",
      },
    ],
  ),
  ...openAiModels(
    { provider: "mistral", vendor: "mistralai/", route: "mistralai:" },
    [{
      id: "mistral-large-2512",
      aliases: ["mistral-large", "mistral-large-latest"],
      name: "Mistral Large 3",
      context: 262_144,
      maxTokens: 262_144,
      price: [50, 150],
      input: SEEING,
      released: "2025-12-02",
    }],
  ),
  ...openAiModels(
    { provider: "deepseek", vendor: "deepseek/", route: "deepseek:" },
    [
      {
        id: "deepseek-v4-flash",
        aliases: ["deepseek-chat", "deepseek/deepseek-chat"],
        name: "DeepSeek Chat",
        context: 1_000_000,
        maxTokens: 384_000,
        price: [14, 28, 0.28],
        input: TEXT,
        released: "2026-04-24",
      },
      {
        id: "deepseek-v4-pro",
        name: "DeepSeek V4 Pro",
        context: 1_000_000,
        maxTokens: 384_000,
        price: [174, 348, 1.45],
        input: TEXT,
        released: "2026-04-24",
        reasons: true,
      },
    ],
  ),
  ...openAiModels(
    { provider: "xai", vendor: "x-ai/", route: "x-ai:" },
    [{
      id: "grok-4.6",
      aliases: ["grok-4.6-latest"],
      name: "Grok 4.6",
      context: 500_000,
      maxTokens: 500_000,
      price: [200, 600, 50],
      input: ["text", "image", "pdf"],
      released: "2026-08-12",
    }],
  ),
  ...openAiModels(
    { provider: "groq", vendor: "", route: "groq:" },
    [{
      id: "llama-3.3-70b-versatile",
      name: "Llama 3.3 70B Versatile",
      context: 131_072,
      maxTokens: 32_768,
      price: [59, 79, 0],
      input: TEXT,
      released: "2024-12-06",
    }],
  ),
  ...openAiModels(
    { provider: "moonshotai", vendor: "moonshotai/", route: "moonshotai:" },
    [{
      id: "kimi-k3",
      aliases: ["moonshot/kimi-k3"],
      name: "Kimi K3",
      context: 1_048_576,
      maxTokens: 1_048_576,
      price: [300, 1500, 30],
      input: ["text", "image", "video"],
      reasons: true,
    }],
  ),
  ...openAiModels(
    { provider: "minimax", vendor: "minimax/", route: "minimax:" },
    [{
      id: "minimax-m3",
      aliases: ["MiniMax-M3", "minimax/MiniMax-M3"],
      name: "MiniMax M3",
      context: 1_048_576,
      maxTokens: 512_000,
      price: [30, 120, 6],
      input: ["text", "image", "video"],
    }],
  ),
  ...openAiModels(
    { provider: "zai", vendor: "z-ai/", route: "z-ai:" },
    [{
      id: "glm-5.3",
      aliases: ["zai/glm-5.3"],
      name: "GLM-5.3",
      context: 1_000_000,
      maxTokens: 128_000,
      price: [140, 440, 26],
      input: TEXT,
    }],
  ),
  ...openAiModels(
    { provider: "alibaba", vendor: "qwen/", route: "alibaba:" },
    [{
      id: "qwen3-max",
      name: "Qwen3 Max",
      context: 262_144,
      maxTokens: 65_536,
      price: [120, 600, 0],
      input: TEXT,
      released: "2025-09-23",
    }],
  ),
  ...openAiModels(
    { provider: "meta", vendor: "meta/", route: "meta:" },
    [{
      id: "muse-spark-1.2",
      name: "Muse Spark 1.2",
      context: 1_048_576,
      maxTokens: 131_072,
      price: [125, 425, 15],
      input: ["text", "image", "video", "audio", "pdf"],
      released: "2026-08-05",
    }],
  ),
  ...openAiModels(
    { provider: "byteplus", vendor: "byteplus/", route: "byteplus:" },
    [
      {
        id: "seed-2-0-lite-260428",
        name: "Seed 2.0 Lite",
        context: 256_000,
        maxTokens: 128_000,
        price: [25, 200, 5],
        input: SEEING,
      },
      {
        id: "deepseek-v4-flash-260425",
        name: "DeepSeek V4 Flash",
        context: 1_000_000,
        maxTokens: 384_000,
        price: [14, 28, 3],
        input: TEXT,
      },
    ],
  ),
  ...openAiModels(
    { provider: "neuralwatt", vendor: "", route: "neuralwatt:" },
    [{
      id: "neuralwatt:glm-5.2",
      short: "glm-5.2",
      name: "GLM 5.2",
      context: 200_000,
      maxTokens: 128_000,
      price: [120, 400],
      input: TEXT,
      reasons: true,
    }],
  ),
];

/** Resellers, whose catalogues Puter reads when it starts. */
export const RESOLD_MODELS: SimModel[] = [
  ...resoldModels("openrouter", [
    {
      id: "acme/router-1",
      aliases: ["Acme: Router 1"],
      name: "Acme: Router 1 (OpenRouter)",
      context: 32_000,
      maxTokens: 4096,
      price: [100, 200],
      released: "2023-11-14",
    },
    {
      id: "acme/free-1:free",
      aliases: ["Acme: Free 1"],
      name: "Acme: Free 1 (OpenRouter)",
      context: 32_000,
      maxTokens: 4096,
      price: [0, 0],
      released: "2023-11-14",
    },
  ]),
  ...resoldModels("infron", [{
    id: "acme/relay-1",
    name: "Acme: Relay 1 (Infron)",
    context: 64_000,
    maxTokens: 8192,
    price: [90, 180],
  }]),
  ...resoldModels("together-ai", [{
    id: "acme/together-1",
    name: "Acme Together 1",
    context: 32_000,
    maxTokens: 8192,
    price: [60, 60],
  }]),
];

/** Models on Puter's own machines, without a price. */
export const OLLAMA_MODELS: SimModel[] = ["tiny:1b", "vision:1b"].map(
  (name) => ({
    id: `ollama:ollama/${name}`,
    name: `${name} (Ollama)`,
    aliases: [],
    max_tokens: 1_000_000_000,
    costs: { tokens: 1_000_000, input_token: 0, output_token: 0 },
    input_cost_key: "input_tokens",
    output_cost_key: "output_tokens",
    provider: "ollama",
    family: "openai",
  }),
);

/** Puter's built-in models, which write filler. */
export const BUILT_IN_MODELS: SimModel[] = ["fake", "costly", "abuse"].map(
  (id) => ({
    id,
    aliases: [],
    max_tokens: 8192,
    costs: {
      "input-tokens": id === "costly" ? 1000 : 0,
      "output-tokens": id === "costly" ? 2000 : 0,
    },
    input_cost_key: "input_tokens",
    output_cost_key: "output_tokens",
    provider: "fake-chat",
    family: "claude",
    hidden: true,
  }),
);
