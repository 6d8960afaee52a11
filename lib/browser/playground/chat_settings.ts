import { isRecord } from "./values.ts";

/** What is sent along with every question; empty texts are left out. */
export interface ChatSettings {
  system: string;
  /** JSON: a list of tools in OpenAI's form, or of bare functions. */
  tools: string;
  toolChoice: "" | "auto" | "none" | "required";
  effort: "" | "minimal" | "low" | "medium" | "high";
  format: "" | "json_object";
  /** Numbers as they were typed. */
  temperature: string;
  topP: string;
  maxTokens: string;
  seed: string;
  presencePenalty: string;
  frequencyPenalty: string;
  /** One sequence a line. */
  stop: string;
}

/** Settings that leave everything to the model. */
export const NO_SETTINGS: ChatSettings = {
  system: "",
  tools: "",
  toolChoice: "",
  effort: "",
  format: "",
  temperature: "",
  topP: "",
  maxTokens: "",
  seed: "",
  presencePenalty: "",
  frequencyPenalty: "",
  stop: "",
};

/** Tools of a text, or where it is wrong. */
export type ReadTools =
  | { ok: true; tools: Record<string, unknown>[] }
  | { ok: false; why: "not_json" | "not_a_list" | "no_name"; at: number };

/** Reads the tools that were typed. */
export function readTools(text: string): ReadTools {
  if (text.trim() === "") return { ok: true, tools: [] };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, why: "not_json", at: 0 };
  }
  const list = Array.isArray(value) ? value : [value];
  const tools: Record<string, unknown>[] = [];
  for (const [at, item] of list.entries()) {
    if (!isRecord(item)) return { ok: false, why: "not_a_list", at };
    // A bare function is what documentation most often shows.
    const tool = isRecord(item.function)
      ? { type: "function", ...item }
      : { type: "function", function: item };
    const { name } = tool.function as Record<string, unknown>;
    if (typeof name !== "string" || name === "") {
      return { ok: false, why: "no_name", at };
    }
    tools.push(tool);
  }
  return { ok: true, tools };
}

/** A tool to start from. */
export const EXAMPLE_TOOLS = JSON.stringify(
  [{
    type: "function",
    function: {
      name: "get_weather",
      description: "The weather in a city right now",
      parameters: {
        type: "object",
        properties: { city: { type: "string" } },
        required: ["city"],
      },
    },
  }],
  null,
  2,
);

/** How many settings say something, for the button that opens them. */
export function countSettings(settings: ChatSettings): number {
  return Object.values(settings).filter((text) => text.trim() !== "").length;
}
