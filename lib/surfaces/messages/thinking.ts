import type { CountTokensBody } from "./schema.ts";

/**
 * Most thinking tokens that an effort stands for. Puter turns low, medium and
 * high into budgets of 1024, 4096 and 8192 tokens; these lie between.
 */
const LOW_TOKENS = 2048;
const MEDIUM_TOKENS = 6144;

/**
 * The reasoning effort of a request: what `output_config` says, or what comes
 * near to its budget; undefined where nothing is said of thinking.
 */
export function readEffort(body: CountTokensBody): string | undefined {
  const { thinking, output_config: output } = body;
  switch (thinking?.type) {
    case "disabled":
      return "none";
    case "enabled":
      return effortOf(output?.effort) ?? effortOfBudget(thinking.budget_tokens);
    case "adaptive":
      // Without an effort the model thinks as at `high`, as Anthropic has it.
      return effortOf(output?.effort) ?? "high";
    default:
      return effortOf(output?.effort);
  }
}

/** Efforts above `high` are known to few models, and refused by the others. */
function effortOf(effort: string | null | undefined): string | undefined {
  return effort === "max" || effort === "xhigh" ? "high" : effort ?? undefined;
}

function effortOfBudget(tokens: number | null | undefined): string {
  if (typeof tokens !== "number") return "medium";
  if (tokens <= LOW_TOKENS) return "low";
  return tokens <= MEDIUM_TOKENS ? "medium" : "high";
}
