import type { AnswerFormat, ToolChoice } from "../../chat/request.ts";
import type { PuterMessage } from "./messages.ts";

/** Tells a model in words which tool to call where no argument can. */
export function toolInstruction(choice: ToolChoice): string | undefined {
  switch (choice.mode) {
    case "required":
      return "Call at least one of the tools. Do not answer in text instead.";
    case "tool":
      return `Call the tool \`${choice.name}\`. Do not answer in text instead.`;
    case "none":
      return "Do not call any tool. Answer in text.";
    case "auto":
      return undefined;
  }
}

/** Tells a model in words which shape its answer must have. */
export function formatInstruction(format: AnswerFormat): string | undefined {
  const bare = "Write the JSON alone: no explanation, no code fence.";
  switch (format.type) {
    case "text":
      return undefined;
    case "json":
      return `Answer with one valid JSON object. ${bare}`;
    case "json_schema": {
      const about = format.description ? ` (${format.description})` : "";
      return `Answer with one JSON value "${format.name}"${about} that is ` +
        `valid against this JSON Schema. ${bare}\n\n` +
        JSON.stringify(format.schema);
    }
  }
}

/**
 * Adds instructions to the leading system message, or puts one in front: some
 * vendors take a system message nowhere else.
 */
export function withInstructions(
  messages: PuterMessage[],
  instructions: (string | undefined)[],
): PuterMessage[] {
  const text = instructions.filter((one) => one !== undefined).join("\n\n");
  if (text === "") return messages;
  const [first, ...rest] = messages;
  if (first?.role === "system" && typeof first.content === "string") {
    return [{ ...first, content: `${first.content}\n\n${text}` }, ...rest];
  }
  return [{ role: "system", content: text }, ...messages];
}
