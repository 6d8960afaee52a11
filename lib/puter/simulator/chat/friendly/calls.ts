import { isRecord, textsOf } from "../../../record.ts";
import { placesIn } from "../places.ts";
import type { Prompt, PromptTool } from "../prompt.ts";
import { callOf } from "../tool_calls.ts";
import type { SimModel, VendorToolCall } from "../types.ts";
import { matchingTools } from "./relevance.ts";

/** No answer holds more calls than these. */
const MOST_CALLS = 4;

/** Where to look, when a question asks for two places and names none. */
const TWO_PLACES = ["Paris", "Rome"];

/** What decides about calls. */
export interface CallContext {
  prompt: Prompt;
  model: SimModel;
  /** What the vendor received. */
  request: Record<string, unknown>;
}

interface Wanted {
  tool: PromptTool;
  place?: string;
}

/** The calls a model would make now; none where it answers in text. */
export function callsWanted(context: CallContext): VendorToolCall[] {
  const { prompt, model, request } = context;
  const choice = choiceOf(context);
  if (prompt.tools.length === 0 || choice.mode === "none") return [];
  const wanted = wantedOf(prompt, choice);
  const done = prompt.results.length;
  const single = model.family === "claude" ||
    request.parallel_tool_calls === false;
  const now = single ? wanted.slice(done, done + 1) : done === 0 ? wanted : [];
  // A vendor that is told to call calls again and again.
  const forced = choice.native && now.length === 0 ? wanted.slice(0, 1) : now;
  return forced.map(({ tool, place }, index) =>
    callOf(tool, { prompt, model, place, index })
  );
}

interface Choice {
  mode: "auto" | "none" | "required";
  name?: string;
  /** Said by an argument, not in words. */
  native: boolean;
}

/** By argument where the vendor has one, else by the words of the system. */
function choiceOf({ prompt, request }: CallContext): Choice {
  const { tool_choice: choice } = request;
  if (choice === "none") return { mode: "none", native: true };
  if (choice === "required") return { mode: "required", native: true };
  if (isRecord(choice) && choice.type === "function") {
    const { name } = isRecord(choice.function) ? choice.function : choice;
    return { mode: "required", name: String(name), native: true };
  }
  const { system } = prompt;
  const named = /\bcall the tool [`'"]?([\w-]+)/i.exec(system)?.[1];
  if (named !== undefined) {
    return { mode: "required", name: named, native: false };
  }
  if (/\bdo not call any tool/i.test(system)) {
    return { mode: "none", native: false };
  }
  return /\bcall at least one of the tools/i.test(system)
    ? { mode: "required", native: false }
    : { mode: "auto", native: false };
}

function wantedOf(prompt: Prompt, { mode, name }: Choice): Wanted[] {
  const named = prompt.tools.filter((tool) => tool.name === name);
  const matching = named.length > 0 ? named : matchingTools(prompt);
  const fallback = mode === "required" ? prompt.tools.slice(0, 1) : [];
  const tools = matching.length > 0 ? matching : fallback;
  const [tool] = tools;
  if (tool === undefined) return [];
  const { text } = prompt;
  const places = placesIn(text);
  const [place] = places;
  if (!takesPlace(tool)) {
    return tools.slice(0, MOST_CALLS).map((one) => ({ tool: one, place }));
  }
  const asked = asksForTwo(text) && places.length < 2 ? TWO_PLACES : places;
  if (asked.length > 1) {
    return asked.slice(0, MOST_CALLS).map((one) => ({ tool, place: one }));
  }
  return tools.slice(0, MOST_CALLS).map((one) => ({ tool: one, place }));
}

function asksForTwo(text: string): boolean {
  return /\b(both|parallel|each|two|twice|simultaneously)\b/i.test(text) ||
    /两|同时|分别|并行/.test(text);
}

function takesPlace({ parameters }: PromptTool): boolean {
  const properties = isRecord(parameters.properties)
    ? Object.keys(parameters.properties)
    : textsOf(parameters.required);
  return properties.some((name) => /city|location|place|town/i.test(name));
}
