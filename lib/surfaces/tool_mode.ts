import type { ToolChoice } from "../chat/request.ts";
import { badField } from "./validate.ts";

/**
 * What a word of `tool_choice` asks for, as OpenAI's surfaces write it.
 *
 * @throws {ApiError} 400 for a word that is none of theirs
 */
export function toolMode(given: string): ToolChoice {
  if (given === "none" || given === "auto" || given === "required") {
    return { mode: given };
  }
  throw badField(
    "tool_choice",
    `'${given}' is none of 'none', 'auto' and 'required'`,
    { code: "invalid_value" },
  );
}
