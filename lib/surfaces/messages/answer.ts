import type { FinishReason, Usage } from "../../chat/answer.ts";
import type { ToolCall } from "../../chat/request.ts";

/** What names a message, and the model the client asked for. */
export interface MessageName {
  id: string;
  model: string;
}

/** Why a message ended, in Anthropic's words. */
const STOP_REASONS: Record<FinishReason, string> = {
  stop: "end_turn",
  length: "max_tokens",
  tool_calls: "tool_use",
  content_filter: "refusal",
};

/** `stop_reason` and `stop_sequence`. */
export function stopBody(
  reason: FinishReason,
  stopSequence: string | undefined,
) {
  return stopSequence === undefined
    ? { stop_reason: STOP_REASONS[reason], stop_sequence: null }
    : { stop_reason: "stop_sequence", stop_sequence: stopSequence };
}

/**
 * `usage` of an answer. Cached tokens are apart from `input_tokens` here. The
 * SDKs fail without these numbers, so they are 0 where Puter reported none.
 */
export function usageBody(usage: Usage | null) {
  const cached = usage?.cachedTokens ?? 0;
  return {
    input_tokens: (usage?.promptTokens ?? 0) - cached,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: cached,
    output_tokens: usage?.completionTokens ?? 0,
  };
}

/**
 * Stands for Anthropic's signature of a thinking block: Puter passes none on,
 * and clients replay only blocks that have one. Nobody checks it.
 */
export function signatureOf({ id }: MessageName): string {
  return btoa(`puter-2api:${id}`);
}

/** An image the model made; this protocol has no block for one in answers. */
export function imageText(url: string): string {
  return `![image](${url})`;
}

/** JSON of a call's input: an object, as the protocol demands. */
export function inputJson(call: ToolCall): string {
  try {
    const input: unknown = JSON.parse(call.arguments);
    if (typeof input === "object" && input !== null && !Array.isArray(input)) {
      return call.arguments;
    }
  } catch {
    // The model wrote no JSON: its words are kept below.
  }
  return call.arguments.trim() === ""
    ? "{}"
    : JSON.stringify({ arguments: call.arguments });
}
