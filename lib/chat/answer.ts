import type { ToolCall } from "./request.ts";

/** Why an answer ended, in OpenAI's words. */
export type FinishReason = "stop" | "length" | "tool_calls" | "content_filter";

/** Tokens and cost of one answer. Counts are tokens; never estimated. */
export interface Usage {
  /** All prompt tokens, the cached ones included. */
  promptTokens: number;
  cachedTokens: number;
  completionTokens: number;
  /** Part of `completionTokens` spent on reasoning. */
  reasoningTokens: number;
  /** Cost in micro-cents (1 US cent = 1 000 000); null when unpriced. */
  costMicroCents: number | null;
}

/** A whole answer of a model, whatever family it came from. */
export interface ChatAnswer {
  text: string;
  reasoning: string;
  refusal: string | null;
  toolCalls: ToolCall[];
  /** Images made by the model, as https or data URLs. */
  images: string[];
  finishReason: FinishReason;
  /** The stop sequence at which the gateway ended it; absent when none did. */
  stopSequence?: string;
  /** Null when the upstream reported no token counts. */
  usage: Usage | null;
}
