import type { ChatMessage, ChatRequest } from "../../chat/request.ts";
import { takesEffort, thinksAlways } from "../models/traits.ts";
import type { PuterModel } from "../models/models.ts";
import { providerOf } from "../models/providers.ts";

/** Claude's thinking budgets in tokens, by effort. */
const BUDGETS: readonly { effort: string; tokens: number }[] = [
  { effort: "high", tokens: 8192 },
  { effort: "medium", tokens: 4096 },
  { effort: "low", tokens: 1024 },
];

/** Arguments that ask for more or less reasoning; empty when none apply. */
export function reasoningArguments(
  request: ChatRequest,
  model: PuterModel,
  maxTokens: number,
): Record<string, unknown> {
  const effort = request.reasoningEffort?.trim().toLowerCase();
  if (!effort) return {};
  const { reasoning } = providerOf(model.provider);
  if (reasoning === "switch") {
    const type = isOff(effort) ? "disabled" : "enabled";
    return { custom: { thinking: { type } } };
  }
  if (!takesEffort(model)) return {};
  switch (reasoning) {
    case "object":
      return isOff(effort) && thinksAlways(model)
        ? {}
        : { reasoning: { effort } };
    case "effort":
      return isOff(effort) ? {} : { reasoning_effort: capped(effort) };
    case "always":
      return { reasoning_effort: isOff(effort) ? "low" : capped(effort) };
    case "budget":
      return budgetArguments(effort, { maxTokens, request });
    default:
      return {};
  }
}

function isOff(effort: string): boolean {
  return effort === "none" || effort === "minimal";
}

function capped(effort: string): string {
  return effort === "low" || effort === "medium" ? effort : "high";
}

/**
 * Anthropic refuses a budget that leaves no room for the answer, and refuses
 * thinking in the middle of an answer, where it wants its signed thinking
 * blocks back, which no client of this gateway has.
 */
function budgetArguments(
  effort: string,
  { maxTokens, request }: { maxTokens: number; request: ChatRequest },
): Record<string, unknown> {
  if (isOff(effort) || isMidAnswer(request.messages)) return {};
  const wanted = BUDGETS.findIndex((budget) =>
    budget.effort === capped(effort)
  );
  const fitting = BUDGETS.slice(wanted).find(({ tokens }) =>
    tokens < maxTokens
  );
  return fitting === undefined ? {} : { reasoning_effort: fitting.effort };
}

/**
 * True where the model goes on with an answer of its own: after a call, whether
 * or not the user says something beside its result, and after a beginning that
 * the client wrote for it.
 */
function isMidAnswer(messages: ChatMessage[]): boolean {
  const last = messages.findLast(({ role }) => role !== "system");
  if (last?.role === "assistant") return true;
  const answer = messages.findLast(({ role }) => role === "assistant");
  return answer?.role === "assistant" && answer.toolCalls.length > 0;
}
