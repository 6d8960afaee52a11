/** A model the simulated Puter serves, with its price in US cents per million tokens. */
export interface SimModel {
  id: string;
  puterId?: string;
  aliases: string[];
  provider: string;
  family: "openai" | "claude" | "responses";
  name?: string;
  context?: number;
  max_tokens: number;
  costs: Record<string, number>;
  input_cost_key: string;
  output_cost_key: string;
  responses_api_only?: true;
  modalities?: { input: string[]; output: string[] };
  tool_call?: boolean;
  release_date?: string;
  /** Served, but not shown in Puter's public list. */
  hidden?: boolean;
  /** Reasons without being asked to. */
  reasons?: boolean;
  subscriberOnly?: true;
}

/** A call the simulated vendor refused: the ready HTTP status and error body of Puter. */
export interface VendorError {
  kind: "error";
  status: number;
  body: Record<string, unknown>;
}

/** A tool call of a simulated vendor; `arguments` is JSON text. */
export interface VendorToolCall {
  id: string;
  name: string;
  arguments: string;
}

/** What a simulated vendor says, before Puter gives it a family's shape. */
export interface VendorAnswer {
  kind: "answer";
  reasoning: string[];
  text: string[];
  toolCalls: VendorToolCall[];
  refusal: string | null;
  images: string[];
  finish: "stop" | "length" | "tool_calls" | "content_filter";
  usage: { prompt: number; cached: number; completion: number } | null;
  /** A Gemini thought signature and the like, sent as `extra_content`. */
  extraContent?: unknown;
  /** The stream breaks after so many lines with this error line's message. */
  streamError?: { afterPieces: number; message: string };
  endsWithoutUsage?: boolean;
  /** Answered by Puter's filler (`fake-chat`) instead of the vendor. */
  filler?: boolean;
  /** Pause between two pieces of a stream, in milliseconds. */
  delayMs?: number;
  /** The caller asked for `response.normalize`: content as a list of parts. */
  normalize?: boolean;
}

/** The outcome of one call at a simulated vendor. */
export type VendorOutcome = VendorError | VendorAnswer;
