import { exampleValue } from "./schema_value.ts";
import type { Prompt, PromptTool } from "./prompt.ts";
import type { SimModel, VendorToolCall } from "./types.ts";

/** One call a place, of the first tool that is offered. */
export function callsFor(
  places: string[],
  { prompt, model }: { prompt: Prompt; model: SimModel },
): VendorToolCall[] {
  const [tool] = prompt.tools;
  if (tool === undefined) return [];
  return places.map((place, index) =>
    callOf(tool, { prompt, model, place, index })
  );
}

/** What a call's arguments are made from. */
export interface CallOptions {
  prompt: Prompt;
  model: SimModel;
  /** A place the question names. */
  place?: string;
  /** Its number among the calls of one answer. */
  index: number;
}

/** A call of a tool, with arguments that fit its schema. */
export function callOf(tool: PromptTool, options: CallOptions): VendorToolCall {
  const { prompt, model, place, index } = options;
  const number = prompt.callsSoFar + index + 1;
  const value = exampleValue(tool.parameters, { text: prompt.text, place });
  return {
    id: `${model.family === "claude" ? "toolu" : "call"}_${number}`,
    name: tool.name,
    arguments: JSON.stringify(value ?? {}),
  };
}
