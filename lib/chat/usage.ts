import type { Usage } from "./answer.ts";

/** What several calls for one request used together; null when unknown. */
export function sumUsage(usages: readonly (Usage | null)[]): Usage | null {
  const sum: Usage = {
    promptTokens: 0,
    cachedTokens: 0,
    completionTokens: 0,
    reasoningTokens: 0,
    costMicroCents: 0,
  };
  for (const usage of usages) {
    if (usage === null) return null;
    sum.promptTokens += usage.promptTokens;
    sum.cachedTokens += usage.cachedTokens;
    sum.completionTokens += usage.completionTokens;
    sum.reasoningTokens += usage.reasoningTokens;
    sum.costMicroCents =
      sum.costMicroCents === null || usage.costMicroCents === null
        ? null
        : sum.costMicroCents + usage.costMicroCents;
  }
  return sum;
}
