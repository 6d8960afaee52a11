/** Asks the vendor to remember the prompt up to here (`cache_control`). */
export interface CacheMark {
  type: "ephemeral";
  ttl?: "5m" | "1h";
}

/** One part of a user message. URLs are https or data URLs, exactly as given. */
export type ContentPart = PartContent & { cache?: CacheMark };

type PartContent =
  | { type: "text"; text: string }
  | { type: "image"; url: string; detail?: string }
  | { type: "audio"; data: string; format: string }
  | {
    type: "file";
    filename?: string;
    data?: string;
    fileId?: string;
  };

/** A finished call of a tool by the model; `arguments` is JSON text. */
export interface ToolCall {
  id: string;
  name: string;
  arguments: string;
  /** Provider metadata to replay with the call (Gemini thought signatures). */
  extraContent?: unknown;
}

/** One message of a conversation, in the order the client gave them. */
export type ChatMessage =
  | { role: "system"; text: string; cache?: CacheMark }
  | { role: "user"; content: ContentPart[] }
  | { role: "assistant"; text: string; toolCalls: ToolCall[] }
  | { role: "tool"; callId: string; text: string; cache?: CacheMark };

/** A function the model may call; `parameters` is a JSON Schema object. */
export interface ChatTool {
  name: string;
  description?: string;
  parameters?: Record<string, unknown>;
}

/** How freely the model chooses among the tools. */
export type ToolChoice =
  | { mode: "auto" | "none" | "required" }
  | { mode: "tool"; name: string };

/** The shape the answer's text must have. */
export type AnswerFormat =
  | { type: "text" }
  | { type: "json" }
  | {
    type: "json_schema";
    name: string;
    schema: Record<string, unknown>;
    strict: boolean;
    description?: string;
  };

/**
 * A chat request in the gateway's own words: what every text surface reads its
 * body into and what the upstream arguments are built from.
 */
export interface ChatRequest {
  /** The model id exactly as the client wrote it. */
  model: string;
  messages: ChatMessage[];
  /**
   * Several conversations that are answered at once, each by the same share of
   * the `choices`, in order; absent where there is only `messages`, the first.
   */
  conversations?: ChatMessage[][];
  /** Empty when the client gave none. */
  tools: ChatTool[];
  /** True to let the model search the web, where its vendor offers that. */
  webSearch?: boolean;
  toolChoice: ToolChoice;
  parallelToolCalls?: boolean;
  /** Upper limit of the answer in tokens; absent when the client set none. */
  maxTokens?: number;
  temperature?: number;
  topP?: number;
  presencePenalty?: number;
  frequencyPenalty?: number;
  seed?: number;
  /** Texts that end the answer; empty when none. */
  stop: string[];
  format: AnswerFormat;
  reasoningEffort?: string;
  verbosity?: string;
  /** Number of answers wanted (`n`), at least 1. */
  choices: number;
  stream: boolean;
}
