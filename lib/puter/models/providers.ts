import type { AnswerFormat } from "../../chat/request.ts";

/** How a provider is told how hard to think. */
export type ReasoningArgument =
  /** `reasoning_effort`. */
  | "effort"
  /** `reasoning_effort` turns thinking on within a budget of tokens. */
  | "budget"
  /** `reasoning: {effort}`. */
  | "object"
  /** `custom.thinking: {type}`, on or off. */
  | "switch"
  /** `reasoning_effort`, which cannot be switched off. */
  | "always"
  | "none";

/**
 * What reaches a provider's vendor. Puter drops silently what is not listed
 * here, and answers 500 to values of the wrong type.
 */
export interface Provider {
  /** Puter asks for no longer answers, whatever it is told; in tokens. */
  ceiling: number;
  temperature: boolean;
  topP: boolean;
  /** `custom.stop`. */
  stop: boolean;
  /** `tool_choice` of any mode. */
  toolChoice: boolean;
  parallelToolCalls: boolean;
  /** Answer formats taken as `text.format` or `custom.response_format`. */
  formats: readonly AnswerFormat["type"][];
  formatArgument: "text" | "custom";
  /** `custom.frequency_penalty`, `custom.presence_penalty`, `custom.seed`. */
  sampling: boolean;
  reasoning: ReasoningArgument;
}

const BASIC: Provider = {
  ceiling: Infinity,
  temperature: true,
  topP: false,
  stop: false,
  toolChoice: false,
  parallelToolCalls: false,
  formats: [],
  formatArgument: "custom",
  sampling: false,
  reasoning: "none",
};

const OPENAI_CHAT: Provider = { ...BASIC, reasoning: "effort" };

const OPENAI_RESPONSES: Provider = {
  ...BASIC,
  topP: true,
  toolChoice: true,
  parallelToolCalls: true,
  formats: ["json", "json_schema"],
  formatArgument: "text",
  reasoning: "object",
};

/** By Puter's provider id. */
const PROVIDERS: Readonly<Record<string, Provider>> = {
  "openai-completion": OPENAI_CHAT,
  "azure-openai": OPENAI_CHAT,
  "openai-responses": OPENAI_RESPONSES,
  "azure-openai-responses": OPENAI_RESPONSES,
  claude: { ...BASIC, reasoning: "budget" },
  // The vendor itself takes only `auto` and `none` as tool choice.
  minimax: { ...BASIC, topP: true },
  zai: {
    ...BASIC,
    topP: true,
    stop: true,
    formats: ["json"],
    reasoning: "switch",
  },
  byteplus: {
    ...BASIC,
    topP: true,
    stop: true,
    toolChoice: true,
    formats: ["json", "json_schema"],
    reasoning: "switch",
  },
  meta: {
    ...BASIC,
    topP: true,
    toolChoice: true,
    formats: ["json_schema"],
    sampling: true,
    reasoning: "always",
  },
  moonshotai: { ...BASIC, temperature: false },
  xai: { ...BASIC, ceiling: 1000, temperature: false },
};

/** What the vendor behind a provider id is sent; unknown ones take little. */
export function providerOf(id: string): Provider {
  return PROVIDERS[id] ?? BASIC;
}
