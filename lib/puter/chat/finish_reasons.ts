import type { FinishReason } from "../../chat/answer.ts";

/** What vendors say instead of OpenAI's words; the set is open. */
const REASONS: Readonly<Record<string, FinishReason>> = {
  length: "length",
  max_tokens: "length",
  max_output_tokens: "length",
  model_length: "length",
  model_context_window_exceeded: "length",
  tool_calls: "tool_calls",
  tool_use: "tool_calls",
  function_call: "tool_calls",
  content_filter: "content_filter",
  content_filtered: "content_filter",
  refusal: "content_filter",
  safety: "content_filter",
  sensitive: "content_filter",
  prohibited_content: "content_filter",
  blocklist: "content_filter",
  recitation: "content_filter",
  spii: "content_filter",
};

/** OpenAI's word for a vendor's; anything unknown is an ordinary `stop`. */
export function toFinishReason(word: string | undefined): FinishReason {
  return REASONS[word?.toLowerCase() ?? ""] ?? "stop";
}
