import { numberOf } from "../../record.ts";
import { PIXEL_PNG } from "../media/files.ts";
import { callsWanted } from "./friendly/calls.ts";
import { jsonWanted } from "./friendly/format.ts";
import { piecesOf } from "./friendly/pieces.ts";
import { wordsFor } from "./friendly/wording.ts";
import type { Prompt } from "./prompt.ts";
import { textTokens } from "./tokens.ts";
import type { SimModel, VendorAnswer, VendorToolCall } from "./types.ts";

/** What an answer in the simulator's own words is made from. */
export interface FriendlyCall {
  prompt: Prompt;
  model: SimModel;
  /** What the vendor received. */
  request: Record<string, unknown>;
  promptTokens: number;
}

/** Pause between two pieces: fast, but to be seen. */
const PACE_MS = 10;

/**
 * An answer that says where it comes from and does what was asked: calls
 * tools, writes JSON, tells what it sees, thinks, and stops at the limit.
 */
export function friendlyAnswer(call: FriendlyCall): VendorAnswer {
  const { prompt, model } = call;
  const { thinking } = wordsFor(prompt, model);
  const reasoning = showsReasoning(call) ? piecesOf(thinking) : [];
  const answer: VendorAnswer = {
    kind: "answer",
    reasoning,
    toolCalls: [],
    refusal: null,
    images: [],
    finish: "stop",
    usage: { prompt: call.promptTokens, cached: 0, completion: 0 },
    ...contentOf(call),
    ...(prompt.stream ? { delayMs: PACE_MS } : {}),
  };
  return withinLimit(answer, call);
}

type Content = Pick<VendorAnswer, "text"> & Partial<VendorAnswer>;

function contentOf(call: FriendlyCall): Content {
  const { prompt, model, request } = call;
  const toolCalls = callsWanted(call);
  if (toolCalls.length > 0) {
    return { text: [], toolCalls, finish: "tool_calls" };
  }
  const json = jsonWanted(request, prompt);
  if (json !== undefined) return { text: piecesOf(json) };
  const { answer, drawing } = wordsFor(prompt, model);
  const draws = model.modalities?.output.includes("image");
  return draws
    ? {
      text: piecesOf(answer + drawing),
      images: [`data:image/png;base64,${PIXEL_PNG}`],
    }
    : { text: piecesOf(answer) };
}

/** OpenAI keeps its models' reasoning to itself. */
function showsReasoning({ model, request }: FriendlyCall): boolean {
  if (model.family === "claude") return request.thinking !== undefined;
  if (/openai/.test(model.provider)) return false;
  return model.reasons === true || request.reasoning_effort !== undefined ||
    isEnabled(request.thinking);
}

function isEnabled(thinking: unknown): boolean {
  return JSON.stringify(thinking) === '{"type":"enabled"}';
}

/** A piece is a token; what is over the limit is cut off. */
function withinLimit(answer: VendorAnswer, call: FriendlyCall): VendorAnswer {
  const limit = limitOf(call.request);
  const reasoning = answer.reasoning.slice(0, limit);
  const text = answer.text.slice(0, limit - reasoning.length);
  let rest = limit - reasoning.length - text.length;
  const toolCalls: VendorToolCall[] = [];
  for (const made of answer.toolCalls) {
    if (rest <= 0) break;
    toolCalls.push({ ...made, arguments: made.arguments.slice(0, rest * 4) });
    rest -= textTokens(made.arguments);
  }
  const whole = tokensOf(answer);
  const completion = Math.min(whole, limit);
  return {
    ...answer,
    reasoning,
    text,
    toolCalls,
    finish: whole > limit ? "length" : answer.finish,
    usage: { prompt: call.promptTokens, cached: 0, completion },
  };
}

function tokensOf({ reasoning, text, toolCalls }: VendorAnswer): number {
  const calls = toolCalls.map((call) => textTokens(call.arguments));
  return calls.reduce((sum, tokens) => sum + tokens, 0) + reasoning.length +
    text.length;
}

function limitOf(request: Record<string, unknown>): number {
  const { max_tokens, max_completion_tokens, maxTokens, max_output_tokens } =
    request;
  return numberOf(
    max_tokens ?? max_completion_tokens ?? maxTokens ?? max_output_tokens,
  ) ?? Infinity;
}
