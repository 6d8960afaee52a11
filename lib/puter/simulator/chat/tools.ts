import { isRecord } from "../../record.ts";
import type { Part } from "./normalise.ts";

/** A function as Puter hands it on, in OpenAI's form. */
export interface FunctionTool {
  type: "function";
  function: { parameters: Part; name?: string; description?: string };
}

/** A tool as Puter hands it on; the search runs at OpenAI. */
export type PuterSideTool = FunctionTool | { type: "web_search" };

/** True where the tools hold OpenAI's search. */
export function hasWebSearch(tools: unknown): boolean {
  return Array.isArray(tools) &&
    tools.some((tool) => isRecord(tool) && tool.type === "web_search");
}

/**
 * Puter's tools: OpenAI's or Anthropic's form becomes OpenAI's, with three
 * fields and no more (`strict` is lost). Undefined where Puter itself fails on
 * them.
 */
export function normaliseTools(tools: unknown): PuterSideTool[] | undefined {
  if (!Array.isArray(tools)) return undefined;
  const normal: PuterSideTool[] = [];
  for (const tool of tools) {
    if (!isRecord(tool)) return undefined;
    if (tool.type === "web_search") {
      normal.push({ ...tool, type: "web_search" });
      continue;
    }
    const fn = tool.type === "function" && isRecord(tool.function)
      ? tool.function
      : tool;
    normal.push({ type: "function", function: functionOf(fn) });
  }
  return normal;
}

function functionOf(fn: Part): FunctionTool["function"] {
  const given = fn.parameters || fn.input_schema;
  const parameters = isRecord(given) ? given : {};
  return {
    parameters: parameters.type
      ? parameters
      : { ...parameters, type: "object" },
    ...(typeof fn.name === "string" ? { name: fn.name } : {}),
    ...(typeof fn.description === "string"
      ? { description: fn.description }
      : {}),
  };
}
