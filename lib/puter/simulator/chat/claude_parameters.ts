import { isRecord, numberOf, textOf } from "../../record.ts";
import type { SimModel } from "./types.ts";

type Fields = Record<string, unknown>;

const BUDGETS: Readonly<Record<string, number>> = {
  low: 1024,
  medium: 4096,
  high: 8192,
};

/** Anthropic takes no smaller budget. */
const MIN_BUDGET = 1024;

/** Think as they see fit, and say so when asked to. */
const ADAPTIVE: ReadonlySet<string> = new Set([
  "claude-sonnet-4-6",
  "claude-opus-4-6",
]);
const ADAPTIVE_SUMMARISED: ReadonlySet<string> = new Set([
  "claude-fable-5",
  "claude-opus-5",
  "claude-opus-4-8",
  "claude-opus-4-7",
]);

/** Refuse a temperature. */
const FIXED_TEMPERATURE: ReadonlySet<string> = new Set([
  ...ADAPTIVE_SUMMARISED,
  "claude-sonnet-5",
]);

/** Take an effort next to their thinking. */
const TAKES_EFFORT: ReadonlySet<string> = new Set([
  ...ADAPTIVE,
  ...FIXED_TEMPERATURE,
]);

/** Puter's parameters for Anthropic: all but messages and tools. */
export function claudeParameters(args: Fields, model: SimModel): Fields {
  const maxTokens = numberOf(args.max_tokens);
  const effort = textOf(args.reasoning_effort) ??
    (isRecord(args.reasoning) ? textOf(args.reasoning.effort) : undefined);
  const thinking = thinkingOf(model, { effort, maxTokens });
  return {
    model: model.id,
    max_tokens: Math.floor(maxTokens ?? model.max_tokens),
    ...(FIXED_TEMPERATURE.has(model.id)
      ? {}
      : { temperature: thinking ? 1 : args.temperature ?? 0 }),
    tool_choice: { type: "auto", disable_parallel_tool_use: true },
    ...(thinking === undefined ? {} : { thinking }),
    ...(effort !== undefined && TAKES_EFFORT.has(model.id)
      ? { output_config: { effort } }
      : {}),
  };
}

function thinkingOf(
  { id }: SimModel,
  { effort, maxTokens }: { effort?: string; maxTokens?: number },
): Fields | undefined {
  if (effort === undefined) return undefined;
  if (ADAPTIVE_SUMMARISED.has(id)) {
    return { type: "adaptive", display: "summarized" };
  }
  if (ADAPTIVE.has(id)) return { type: "adaptive" };
  if (maxTokens !== undefined && maxTokens - 1 < MIN_BUDGET) return undefined;
  const wanted = BUDGETS[effort] ?? NaN;
  const most = maxTokens === undefined ? wanted : maxTokens - 1;
  const budget = Math.floor(Math.max(MIN_BUDGET, Math.min(wanted, most)));
  return { type: "enabled", budget_tokens: budget };
}
