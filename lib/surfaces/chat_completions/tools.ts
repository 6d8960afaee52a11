import type { ChatTool, ToolChoice } from "../../chat/request.ts";
import { CUSTOM_PARAMETERS } from "../custom_tools.ts";
import { toolMode } from "../tool_mode.ts";
import { badField } from "../validate.ts";
import type { ChatCompletionBody } from "./schema.ts";

/** The tools of a request; the legacy `functions` count as tools. */
export function readTools(body: ChatCompletionBody): ChatTool[] {
  const tools = (body.tools ?? []).flatMap((tool, index): ChatTool[] => {
    if (tool.function) return [toolOf(tool.function)];
    if (tool.custom) {
      return [{ ...toolOf(tool.custom), parameters: CUSTOM_PARAMETERS }];
    }
    if (tool.type === "function" || tool.type === "custom") {
      throw badField(`tools[${index}].${tool.type}`, "required", {
        code: "missing_required_parameter",
      });
    }
    // Hosted tools of other vendors: the model cannot be given them.
    return [];
  });
  if (tools.length > 0) return tools;
  return (body.functions ?? []).map(toolOf);
}

function toolOf(shape: {
  name: string;
  description?: string | null | undefined;
  parameters?: Record<string, unknown> | null | undefined;
}): ChatTool {
  const tool: ChatTool = { name: shape.name };
  if (shape.description) tool.description = shape.description;
  if (shape.parameters) tool.parameters = shape.parameters;
  return tool;
}

/** True when the answer must use the legacy `function_call` form. */
export function isLegacy(body: ChatCompletionBody): boolean {
  return (body.tools ?? []).length === 0 && (body.functions ?? []).length > 0;
}

/** Names of the custom tools, whose calls are answered as `custom`. */
export function customNames(body: ChatCompletionBody): Set<string> {
  const names = (body.tools ?? []).flatMap((tool) =>
    tool.custom && !tool.function ? [tool.custom.name] : []
  );
  return new Set(names);
}

/**
 * How the model may choose; restricts `tools` where the client allows only
 * some of them.
 */
export function readToolChoice(
  body: ChatCompletionBody,
  tools: ChatTool[],
): { choice: ToolChoice; tools: ChatTool[] } {
  const given = body.tool_choice ?? legacyChoice(body.function_call);
  if (tools.length === 0 || given === null || given === undefined) {
    return { choice: { mode: "auto" }, tools };
  }
  if (typeof given === "string") return { choice: modeOf(given), tools };
  if (given.type === "allowed_tools") return allowedTools(given, tools);
  const name = nameIn(given.function) ?? nameIn(given.custom) ??
    nameIn(given);
  if (name === undefined) {
    throw badField("tool_choice", "expected the name of a function", {
      code: "invalid_value",
    });
  }
  if (!tools.some((tool) => tool.name === name)) {
    throw badField("tool_choice", `'${name}' is not among the tools`, {
      code: "invalid_value",
    });
  }
  return { choice: { mode: "tool", name }, tools };
}

function legacyChoice(given: ChatCompletionBody["function_call"]) {
  if (given === null || given === undefined || typeof given === "string") {
    return given;
  }
  return { type: "function", function: given } as Record<string, unknown>;
}

function modeOf(given: string): ToolChoice {
  return given === "any" ? { mode: "required" } : toolMode(given);
}

function allowedTools(
  given: Record<string, unknown>,
  tools: ChatTool[],
): { choice: ToolChoice; tools: ChatTool[] } {
  const holder = (given.allowed_tools ?? given) as Record<string, unknown>;
  const list = Array.isArray(holder.tools) ? holder.tools : [];
  const names = new Set(
    list.map((entry) => nameIn(entry?.function) ?? nameIn(entry)),
  );
  return {
    choice: { mode: holder.mode === "required" ? "required" : "auto" },
    tools: tools.filter((tool) => names.has(tool.name)),
  };
}

function nameIn(holder: unknown): string | undefined {
  if (typeof holder !== "object" || holder === null) return undefined;
  const name = (holder as Record<string, unknown>).name;
  return typeof name === "string" ? name : undefined;
}
