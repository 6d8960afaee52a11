import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import type { LanguageModel } from "ai";
import { OWNER_KEY } from "./gateway.ts";
import type { GatewayServer } from "./gateway_server.ts";

/** A provider of Vercel's AI SDK that speaks chat completions. */
export interface AiProvider {
  name: string;
  /** False where the provider drops `reasoning_content`. */
  tellsReasoning: boolean;
  /** Where a model of the gateway is asked; `apiKey` is the owner's by default. */
  model(gateway: GatewayServer, id: string, apiKey?: string): LanguageModel;
}

/** Both providers that users configure for a gateway. */
export const AI_PROVIDERS: AiProvider[] = [
  {
    name: "@ai-sdk/openai-compatible",
    tellsReasoning: true,
    model({ baseURL }, id, apiKey = OWNER_KEY) {
      const provider = createOpenAICompatible({
        name: "gateway",
        baseURL,
        apiKey,
        includeUsage: true,
        supportsStructuredOutputs: true,
      });
      return provider(id);
    },
  },
  {
    name: "@ai-sdk/openai .chat()",
    tellsReasoning: false,
    model({ baseURL }, id, apiKey = OWNER_KEY) {
      return createOpenAI({ baseURL, apiKey }).chat(id);
    },
  },
];
