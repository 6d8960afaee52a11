import type { ToolCall } from "../../chat/request.ts";
import { customInput } from "../custom_tools.ts";
import type { ChatCompletionStyle } from "./read.ts";

/** The parts of a call that name it: what a stream says exactly once. */
export interface CallHead {
  id: string;
  type: "function" | "custom";
  function?: { name: string; arguments: string };
  custom?: { name: string; input: string };
  extra_content?: unknown;
}

/** A whole tool call in this protocol's form. */
export function callBody(call: ToolCall, style: ChatCompletionStyle): CallHead {
  const extra = call.extraContent === undefined
    ? {}
    : { extra_content: call.extraContent };
  if (style.customTools.has(call.name)) {
    const custom = { name: call.name, input: customInput(call) };
    return { id: call.id, type: "custom", custom, ...extra };
  }
  const { name, arguments: text } = call;
  return {
    id: call.id,
    type: "function",
    function: { name, arguments: text === "" ? "{}" : text },
    ...extra,
  };
}
