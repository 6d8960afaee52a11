import type { ChatAnswer, FinishReason, Usage } from "../../chat/answer.ts";
import type { ApiError } from "../../http/errors.ts";
import {
  callItem,
  imageItem,
  type ItemStatus,
  messageItem,
  outputId,
  type OutputItem,
  reasoningItem,
  refusalPart,
  summaryPart,
  textPart,
} from "./items.ts";
import type { ResponseStyle } from "./style.ts";
import { usageBody } from "./usage.ts";

/** Where a response stands, all but its output. */
export type ResponseState =
  | { status: "in_progress" }
  | { status: "failed"; error: ApiError }
  | {
    status: "completed" | "incomplete";
    reason: FinishReason;
    usage: Usage | null;
  };

/** A response as the client is given it. */
export type ResponseObject =
  & { id: string; status: string; output: OutputItem[] }
  & Record<string, unknown>;

/** The fields of a response before its output. */
export function responseHead(style: ResponseStyle, state: ResponseState) {
  const isOver = state.status === "completed" || state.status === "incomplete";
  return {
    id: style.id,
    object: "response",
    created_at: style.createdAt,
    completed_at: state.status === "completed" ? nowSeconds() : null,
    status: state.status,
    incomplete_details: isOver ? incompleteDetails(state.reason) : null,
    error: state.status === "failed" ? responseError(state.error) : null,
    ...style.echo,
    usage: isOver && state.usage !== null ? usageBody(state.usage) : null,
  };
}

/** The response of a whole answer. */
export function responseBody(
  answer: ChatAnswer,
  style: ResponseStyle,
): ResponseObject {
  const { finishReason: reason, usage } = answer;
  return {
    ...responseHead(style, { status: statusOf(reason), reason, usage }),
    output: outputOf(answer, style),
  };
}

/** A response whose answer is being made. */
export function runningResponse(style: ResponseStyle): ResponseObject {
  return { ...responseHead(style, { status: "in_progress" }), output: [] };
}

/** A response that came to nothing. */
export function failedResponse(
  error: ApiError,
  style: ResponseStyle,
): ResponseObject {
  return { ...responseHead(style, { status: "failed", error }), output: [] };
}

/** What becomes of a response whose answer ended for this reason. */
export function statusOf(reason: FinishReason): "completed" | "incomplete" {
  return reason === "stop" || reason === "tool_calls"
    ? "completed"
    : "incomplete";
}

/** A failure as a response tells it. */
export function responseError(error: ApiError) {
  return { code: error.code ?? "server_error", message: error.message };
}

function incompleteDetails(reason: FinishReason) {
  switch (reason) {
    case "length":
      return { reason: "max_output_tokens" };
    case "content_filter":
      return { reason: "content_filter" };
    default:
      return null;
  }
}

/** The items of a whole answer, in the order in which `replay` tells it. */
function outputOf(answer: ChatAnswer, style: ResponseStyle): OutputItem[] {
  const { text, reasoning, images, refusal, toolCalls } = answer;
  const output: OutputItem[] = [];
  const message = (part: unknown, status: ItemStatus) =>
    messageItem(outputId(style, "msg", output.length), {
      status,
      content: [part],
    });
  if (reasoning !== "") {
    const id = outputId(style, "rs", 0);
    output.push(reasoningItem(id, style, [summaryPart(reasoning)]));
  }
  const isBare = reasoning === "" && images.length === 0 && refusal === null &&
    toolCalls.length === 0;
  if (text !== "" || isBare) {
    const isLast = images.length === 0 && refusal === null &&
      toolCalls.length === 0;
    const status = isLast ? statusOf(answer.finishReason) : "completed";
    output.push(message(textPart(text), status));
  }
  for (const url of images) output.push(imageItem(url, style, output.length));
  if (refusal !== null) output.push(message(refusalPart(refusal), "completed"));
  for (const call of toolCalls) {
    output.push(callItem(call, style, output.length));
  }
  return output;
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
