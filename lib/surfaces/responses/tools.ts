import type { ChatTool, ToolCall, ToolChoice } from "../../chat/request.ts";
import { CUSTOM_PARAMETERS } from "../custom_tools.ts";
import { isObject } from "../fields.ts";
import { toolMode } from "../tool_mode.ts";
import { badField } from "../validate.ts";
import type { NamedToolBody, ResponseBody, ToolBody } from "./schema.ts";

/** Longest name of a function that vendors take. */
const MAX_NAME = 64;

/** A tool as the client knows it. */
export interface ClientTool {
  kind: "function" | "custom";
  name: string;
  namespace?: string;
}

/**
 * The tools of a request under the names the model knows them by. Tools of a
 * namespace are offered as functions of their own whose name begins with the
 * namespace; custom tools as functions with one text.
 */
export class ToolTable {
  readonly tools: ChatTool[] = [];
  /** True where the model may search the web. */
  webSearch = false;
  readonly #clientTools = new Map<string, ClientTool>();

  constructor(tools: readonly ToolBody[]) {
    tools.forEach((tool, index) => this.#addAny(tool, `tools[${index}]`));
  }

  /** The client's tool behind a call; a made-up name stays as it is. */
  clientTool(call: ToolCall): ClientTool {
    return this.#clientTools.get(call.name) ??
      { kind: "function", name: call.name };
  }

  /** The name by which the model knows a tool; as joined where it is new. */
  modelName(name: string, namespace?: string): string {
    for (const [known, tool] of this.#clientTools) {
      if (tool.name === name && tool.namespace === namespace) return known;
    }
    return namespace === undefined ? name : joined(namespace, name);
  }

  /** True where the model knows a tool by this name. */
  has(modelName: string): boolean {
    return this.#clientTools.has(modelName);
  }

  #addAny(tool: ToolBody, at: string): void {
    if (isWebSearch(tool)) this.webSearch = true;
    if (tool.type !== "namespace") return this.#add(tool, at);
    const namespace = nameOf(tool, at);
    (tool.tools ?? []).forEach((inner, index) =>
      this.#add(inner, `${at}.tools[${index}]`, namespace)
    );
  }

  #add(tool: NamedToolBody, at: string, namespace?: string): void {
    // Hosted tools of OpenAI's platform: the model cannot be given them.
    if (tool.type !== "function" && tool.type !== "custom") return;
    const name = nameOf(tool, at);
    const modelName = this.#freeName(
      namespace === undefined ? name : joined(namespace, name),
    );
    this.tools.push(chatTool(tool, modelName));
    this.#clientTools.set(modelName, {
      kind: tool.type,
      name,
      ...(namespace === undefined ? {} : { namespace }),
    });
  }

  #freeName(wanted: string): string {
    let name = wanted;
    for (let number = 2; this.#clientTools.has(name); number++) {
      const end = `_${number}`;
      name = wanted.slice(0, MAX_NAME - end.length) + end;
    }
    return name;
  }
}

/** A search of what was fetched before is none that Puter offers. */
function isWebSearch(tool: ToolBody): boolean {
  return /^web_search(_preview)?(_\d|$)/.test(tool.type) &&
    tool.external_web_access !== false;
}

function nameOf(tool: NamedToolBody, at: string): string {
  if (tool.name) return tool.name;
  throw badField(`${at}.name`, "required", {
    code: "missing_required_parameter",
  });
}

function chatTool(tool: NamedToolBody, name: string): ChatTool {
  const made: ChatTool = { name };
  const description = tool.type === "custom"
    ? customDescription(tool)
    : tool.description;
  if (description) made.description = description;
  if (tool.type === "custom") made.parameters = CUSTOM_PARAMETERS;
  else if (tool.parameters) made.parameters = tool.parameters;
  return made;
}

/** A grammar cannot be enforced, but the model can be told it. */
function customDescription(tool: NamedToolBody): string {
  const { format } = tool;
  const grammar = isObject(format) && format.type === "grammar"
    ? `The input must follow this ${format.syntax} grammar:\n` +
      `${format.definition}`
    : "";
  return [tool.description ?? "", grammar].filter((text) => text !== "")
    .join("\n\n");
}

function joined(namespace: string, name: string): string {
  const separator = /[_.-]$/.test(namespace) ? "" : "__";
  return `${namespace}${separator}${name}`.replace(/[^\w-]/g, "_")
    .slice(0, MAX_NAME);
}

/**
 * How the model may choose among the tools, and which of them it is offered
 * where the client allows only some.
 *
 * @throws {ApiError} 400 naming `tool_choice`
 */
export function readToolChoice(
  given: ResponseBody["tool_choice"],
  table: ToolTable,
): { toolChoice: ToolChoice; tools: ChatTool[] } {
  const { tools } = table;
  if (tools.length === 0 || given === null || given === undefined) {
    return { toolChoice: { mode: "auto" }, tools };
  }
  if (typeof given === "string") return { toolChoice: toolMode(given), tools };
  switch (given.type) {
    case "function":
    case "custom":
      return { toolChoice: namedChoice(given, table), tools };
    case "allowed_tools":
      return allowedTools(given, table);
    default:
      // A hosted tool cannot be chosen where it is not offered.
      return { toolChoice: { mode: "auto" }, tools };
  }
}

function namedChoice(
  given: Record<string, unknown>,
  table: ToolTable,
): ToolChoice {
  const name = modelNameIn(given, table);
  if (name !== undefined && table.has(name)) return { mode: "tool", name };
  throw badField("tool_choice", `'${given.name}' is not among the tools`, {
    code: "invalid_value",
  });
}

function allowedTools(
  given: Record<string, unknown>,
  table: ToolTable,
): { toolChoice: ToolChoice; tools: ChatTool[] } {
  const list = Array.isArray(given.tools) ? given.tools : [];
  const names = new Set(list.map((entry) => modelNameIn(entry, table)));
  return {
    toolChoice: { mode: given.mode === "required" ? "required" : "auto" },
    tools: table.tools.filter(({ name }) => names.has(name)),
  };
}

function modelNameIn(entry: unknown, table: ToolTable): string | undefined {
  if (!isObject(entry) || typeof entry.name !== "string") return undefined;
  const { name, namespace } = entry;
  return table.modelName(
    name,
    typeof namespace === "string" ? namespace : undefined,
  );
}
