import { isRecord, textOf } from "../../record.ts";
import type { Part, PuterSideMessage } from "./normalise.ts";
import type { PuterSideTool } from "./tools.ts";
import type { SimModel } from "./types.ts";

/** A tool the model may call. */
export interface PromptTool {
  name: string;
  description: string;
  parameters: Part;
}

/** The result of a call that came after the last question. */
export interface PromptResult {
  name: string;
  text: string;
}

/** What a simulated model understands of its request. */
export interface Prompt {
  stream: boolean;
  /** All system text that reaches the vendor. */
  system: string;
  /** The last question of the user. */
  text: string;
  /** What the user attached to it: images, files, sound. */
  attachments: Part[];
  tools: PromptTool[];
  /** Results of calls since that question. */
  results: PromptResult[];
  /** How many calls the whole conversation holds. */
  callsSoFar: number;
}

/** Reads the conversation as a model would. */
export function readPrompt(
  messages: PuterSideMessage[],
  { model, tools = [], stream }: {
    model: SimModel;
    tools?: PuterSideTool[];
    stream: boolean;
  },
): Prompt {
  const last = messages.findLastIndex(({ role }) => role === "user");
  const systems = messages.filter(({ role }) =>
    role === "system" || role === "developer"
  );
  // Anthropic gets the first system message alone.
  const heard = model.family === "claude" ? systems.slice(0, 1) : systems;
  const question = messages[last]?.content ?? [];
  const calls = messages.flatMap(callsOf);
  return {
    stream,
    system: heard.map(({ content }) => textOfParts(content)).join("\n\n"),
    text: textOfParts(question),
    attachments: question.filter(({ type }) => type !== "text"),
    tools: tools.flatMap(promptTool),
    results: resultsOf(messages.slice(last + 1), calls),
    callsSoFar: calls.length,
  };
}

function promptTool(tool: PuterSideTool): PromptTool[] {
  if (tool.type !== "function") return [];
  const { name, description = "", parameters } = tool.function;
  return name === undefined ? [] : [{ name, description, parameters }];
}

interface PastCall {
  id: unknown;
  name: string;
}

function callsOf(
  { content, tool_calls: listed }: PuterSideMessage,
): PastCall[] {
  const parts = content.filter(({ type }) => type === "tool_use");
  const calls = Array.isArray(listed) ? listed.filter(isRecord) : [];
  return [...parts, ...calls].map((call) => ({
    id: call.id,
    name: textOf(call.name) ??
      (isRecord(call.function) ? textOf(call.function.name) : undefined) ??
      "",
  }));
}

function resultsOf(
  messages: PuterSideMessage[],
  calls: PastCall[],
): PromptResult[] {
  return messages.filter(({ role }) => role === "tool").map((message) => ({
    name: calls.find(({ id }) => id === message.tool_use_id)?.name ?? "",
    text: message.content.map(({ content }) => textOf(content) ?? "").join(""),
  }));
}

function textOfParts(parts: Part[]): string {
  return parts.map(({ text }) => textOf(text) ?? "").filter((text) => text)
    .join("\n");
}
