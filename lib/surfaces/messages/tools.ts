import type { ChatTool, ToolChoice } from "../../chat/request.ts";
import { badField } from "../validate.ts";
import type { CountTokensBody } from "./schema.ts";

/**
 * The tools the client itself runs by a schema. Anthropic's own ones, such as
 * `web_search_20250305`, have no schema and nobody behind Puter to run them.
 *
 * @throws {ApiError} 400 for a tool without a name or without its schema
 */
export function readTools(body: CountTokensBody): ChatTool[] {
  return (body.tools ?? []).flatMap((tool, index) => {
    const { type, name, description, input_schema: schema } = tool;
    if (type && type !== "custom") return [];
    if (!name) throw missing(`tools[${index}].name`);
    if (!schema) throw missing(`tools[${index}].input_schema`);
    return [{
      name,
      parameters: schema,
      ...(description ? { description } : {}),
    }];
  });
}

function missing(param: string) {
  return badField(param, "required", { code: "missing_required_parameter" });
}

/**
 * How the model may choose among `tools`.
 *
 * @throws {ApiError} 400 for a tool that is not among them
 */
export function readToolChoice(
  { tool_choice: choice }: CountTokensBody,
  tools: readonly ChatTool[],
): ToolChoice {
  if (!choice || tools.length === 0) return { mode: "auto" };
  switch (choice.type) {
    case "auto":
    case "none":
      return { mode: choice.type };
    case "any":
      return { mode: "required" };
    case "tool": {
      const name = choice.name ?? "";
      if (tools.some((tool) => tool.name === name)) {
        return { mode: "tool", name };
      }
      throw badField("tool_choice.name", `'${name}' is not among the tools`, {
        code: "invalid_value",
      });
    }
  }
}
