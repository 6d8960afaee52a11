import type { ToolCall } from "../../chat/request.ts";
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

/** The free text of a custom tool's call. */
export function customInput(call: ToolCall): string {
  try {
    const input = (JSON.parse(call.arguments) as { input?: unknown }).input;
    if (typeof input === "string") return input;
  } catch {
    // The model did not keep to the wrapper: what it wrote is the input.
  }
  return call.arguments;
}
