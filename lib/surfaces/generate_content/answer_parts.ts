import type { FinishReason, Usage } from "../../chat/answer.ts";
import type { ToolCall } from "../../chat/request.ts";

/** A part of an answer, as Google's API writes it. */
export type AnswerPart = Record<string, unknown>;

/** `usageMetadata`: Google counts thoughts beside the answer, not within. */
export function usageMetadata(usage: Usage) {
  const { promptTokens, completionTokens, reasoningTokens, cachedTokens } =
    usage;
  return {
    promptTokenCount: promptTokens,
    candidatesTokenCount: Math.max(0, completionTokens - reasoningTokens),
    ...(reasoningTokens > 0 ? { thoughtsTokenCount: reasoningTokens } : {}),
    ...(cachedTokens > 0 ? { cachedContentTokenCount: cachedTokens } : {}),
    totalTokenCount: promptTokens + completionTokens,
  };
}

/**
 * A tool call as a part; null when its arguments are no JSON object, which is
 * all that Google's form can hold.
 */
export function callPart(call: ToolCall): AnswerPart | null {
  const args = argumentsOf(call);
  if (args === null) return null;
  const signature = signatureOf(call.extraContent);
  return {
    functionCall: { id: call.id, name: call.name, args },
    ...(signature === undefined ? {} : { thoughtSignature: signature }),
  };
}

/** An image made by the model. */
export function imagePart(url: string): AnswerPart {
  const data = /^data:([^;,]*)[^,]*;base64,/i.exec(url);
  if (data === null) return { fileData: { fileUri: url } };
  return {
    inlineData: {
      mimeType: data[1] || "image/png",
      data: url.slice(data[0].length),
    },
  };
}

/** What Google says of a call that its own model did not get right. */
export interface Malformed {
  finishReason: "MALFORMED_FUNCTION_CALL";
  finishMessage: string;
}

/** How an answer ends whose call has unusable arguments. */
export function malformed(call: ToolCall): Malformed {
  return {
    finishReason: "MALFORMED_FUNCTION_CALL",
    finishMessage: `Malformed function call: ${call.name}(${call.arguments})`,
  };
}

/** Why an answer ended, in Google's words; calls end it like anything else. */
export function finishReasonOf(
  reason: FinishReason,
  refused: boolean,
): "STOP" | "MAX_TOKENS" | "SAFETY" {
  if (reason === "length") return "MAX_TOKENS";
  return refused || reason === "content_filter" ? "SAFETY" : "STOP";
}

function argumentsOf(call: ToolCall): Record<string, unknown> | null {
  if (call.arguments.trim() === "") return {};
  try {
    const args = JSON.parse(call.arguments);
    const isObject = typeof args === "object" && args !== null &&
      !Array.isArray(args);
    return isObject ? args : null;
  } catch {
    return null;
  }
}

/** Where Google's own OpenAI-compatible API puts the signature of a call. */
function signatureOf(extra: unknown): string | undefined {
  const google = (extra as { google?: { thought_signature?: unknown } } | null)
    ?.google;
  const signature = google?.thought_signature;
  return typeof signature === "string" ? signature : undefined;
}
