import type { ChatTool, ToolChoice } from "../../chat/request.ts";
import { badField } from "../validate.ts";
import { toJsonSchema } from "./json_schema.ts";
import type { GenerateContentBody } from "./schema.ts";

/**
 * The functions a model may call, and how freely. Google's own tools, such as
 * its search, are left out: no model can be given them here.
 *
 * @throws {ApiError} 400 for a mode or a name that is none
 */
export function readTools(
  { tools, toolConfig }: GenerateContentBody,
): { tools: ChatTool[]; choice: ToolChoice } {
  const all = (tools ?? []).flatMap((tool) =>
    (tool.functionDeclarations ?? []).map((declaration): ChatTool => {
      const made: ChatTool = { name: declaration.name };
      if (declaration.description) made.description = declaration.description;
      const { parameters, parametersJsonSchema } = declaration;
      if (parametersJsonSchema) made.parameters = parametersJsonSchema;
      else if (parameters) made.parameters = toJsonSchema(parameters);
      return made;
    })
  );
  const config = toolConfig?.functionCallingConfig;
  if (all.length === 0 || !config) {
    return { tools: all, choice: { mode: "auto" } };
  }
  const names = config.allowedFunctionNames ?? [];
  assertKnown(names, all);
  const allowed = names.length === 0
    ? all
    : all.filter(({ name }) => names.includes(name));
  switch (config.mode?.toUpperCase() ?? "AUTO") {
    case "AUTO":
    case "MODE_UNSPECIFIED":
    case "VALIDATED":
      return { tools: allowed, choice: { mode: "auto" } };
    case "NONE":
      return { tools: all, choice: { mode: "none" } };
    case "ANY":
      return { tools: allowed, choice: anyOf(allowed) };
    default:
      throw badField(
        "toolConfig.functionCallingConfig.mode",
        "use AUTO, ANY, NONE or VALIDATED",
        { code: "invalid_value" },
      );
  }
}

function anyOf(allowed: readonly ChatTool[]): ToolChoice {
  const [only] = allowed;
  return allowed.length === 1 && only !== undefined
    ? { mode: "tool", name: only.name }
    : { mode: "required" };
}

function assertKnown(names: readonly string[], tools: readonly ChatTool[]) {
  const unknown = names.find((name) => !tools.some((t) => t.name === name));
  if (unknown === undefined) return;
  throw badField(
    "toolConfig.functionCallingConfig.allowedFunctionNames",
    `'${unknown}' is not among the functions`,
    { code: "invalid_value" },
  );
}
