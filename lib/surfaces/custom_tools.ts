import type { ToolCall } from "../chat/request.ts";

/** Parameters of a custom tool: free text under one name. */
export const CUSTOM_PARAMETERS = {
  type: "object",
  properties: { input: { type: "string" } },
  required: ["input"],
};

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

/** The arguments that stand for the free text of a custom tool's call. */
export function customArguments(input: string): string {
  return JSON.stringify({ input });
}
