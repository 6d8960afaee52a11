import type { ToolCall } from "../../chat/request.ts";
import { customInput } from "../custom_tools.ts";
import { itemId, type ItemPrefix } from "./ids.ts";
import type { ResponseStyle } from "./style.ts";

/** How far an item came. */
export type ItemStatus = "in_progress" | "completed" | "incomplete";

/** An item of a response's output, as the client is given it. */
export type OutputItem = { id: string; type: string } & Record<string, unknown>;

/** The id of a response's output item. */
export function outputId(
  style: ResponseStyle,
  prefix: ItemPrefix,
  index: number,
): string {
  return itemId(style.id, prefix, { side: "output", index });
}

/** A message of the assistant. */
export function messageItem(
  id: string,
  { status, content }: { status: ItemStatus; content: unknown[] },
): OutputItem {
  return { id, type: "message", status, role: "assistant", content };
}

/** Text as a part of a message. */
export function textPart(text: string) {
  return { type: "output_text", annotations: [], logprobs: [], text };
}

/** A refusal as a part of a message. */
export function refusalPart(refusal: string) {
  return { type: "refusal", refusal };
}

/** What the model thought, as a summary. */
export function reasoningItem(
  id: string,
  style: ResponseStyle,
  summary: unknown[],
): OutputItem {
  return { id, type: "reasoning", summary, ...encrypted(id, style) };
}

/** Reasoning text as a part of a reasoning item. */
export function summaryPart(text: string) {
  return { type: "summary_text", text };
}

/**
 * Clients that keep their own history send this token back unchanged. It holds
 * nothing: other models cannot read what one has thought.
 */
export function encrypted(id: string, style: ResponseStyle) {
  return style.encryptedReasoning
    ? { encrypted_content: btoa(`reasoning:${id}`) }
    : {};
}

/** A call of one of the client's tools. */
export function callItem(
  call: ToolCall,
  style: ResponseStyle,
  index: number,
): OutputItem {
  const { kind, name, namespace } = style.tools.clientTool(call);
  const more = {
    ...(namespace === undefined ? {} : { namespace }),
    ...(call.extraContent === undefined
      ? {}
      : { extra_content: call.extraContent }),
  };
  const status = "completed";
  return kind === "custom"
    ? {
      id: outputId(style, "ctc", index),
      type: "custom_tool_call",
      status,
      call_id: call.id,
      name,
      input: customInput(call),
      ...more,
    }
    : {
      id: outputId(style, "fc", index),
      type: "function_call",
      status,
      call_id: call.id,
      name,
      arguments: call.arguments === "" ? "{}" : call.arguments,
      ...more,
    };
}

/**
 * An image that the model made. OpenAI's form holds its base64; an image that
 * is somewhere else is named by a message.
 */
export function imageItem(
  url: string,
  style: ResponseStyle,
  index: number,
): OutputItem {
  const data = /^data:image\/([\w.+-]+);base64,/i.exec(url);
  if (data === null) {
    return messageItem(outputId(style, "msg", index), {
      status: "completed",
      content: [textPart(`![image](${url})`)],
    });
  }
  return {
    id: outputId(style, "ig", index),
    type: "image_generation_call",
    status: "completed",
    result: url.slice(data[0].length),
    output_format: data[1]?.toLowerCase(),
  };
}
