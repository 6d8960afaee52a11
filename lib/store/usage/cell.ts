import { Histogram } from "./histogram.ts";

/** What requests are told apart by, in the order of stored names. */
export const DIMENSIONS = [
  "model",
  "account",
  "key",
  "surface",
  "outcome",
  "blame",
] as const;

/** One thing that requests are told apart by. */
export type Dimension = typeof DIMENSIONS[number];

/** Numbers that add up, in stored order; all are whole. */
export const COUNTERS = [
  "requests",
  /** Requests answered without a failure. */
  "ok",
  "promptTokens",
  "completionTokens",
  "cachedTokens",
  "reasoningTokens",
  "costMicroCents",
  /** Requests whose tokens, and whose cost, the upstream told. */
  "withTokens",
  "withCost",
] as const;

/** One number that adds up. */
export type Counter = typeof COUNTERS[number];

/** What is spread out in histograms; speed in thousandths of tokens a second. */
export const MEASURES = [
  "ttftMs",
  "durationMs",
  "milliTokensPerSecond",
] as const;

/** One thing that is spread out in a histogram. */
export type Measure = typeof MEASURES[number];

/** Stands for values beyond the number that is told apart. */
export const OTHER = "(other)";

/** Stands where a request has no such value. */
export const NONE = "(none)";

/** All that is counted of some requests. */
export class UsageCell {
  readonly counters: Record<Counter, number> = {
    requests: 0,
    ok: 0,
    promptTokens: 0,
    completionTokens: 0,
    cachedTokens: 0,
    reasoningTokens: 0,
    costMicroCents: 0,
    withTokens: 0,
    withCost: 0,
  };
  readonly histograms: Record<Measure, Histogram> = {
    ttftMs: new Histogram(),
    durationMs: new Histogram(),
    milliTokensPerSecond: new Histogram(),
  };

  /** Takes all that another cell counts. */
  merge(other: UsageCell): void {
    for (const name of COUNTERS) this.counters[name] += other.counters[name];
    for (const name of MEASURES) {
      this.histograms[name].merge(other.histograms[name]);
    }
  }

  /** Takes away what was counted before. */
  subtract(other: UsageCell): void {
    for (const name of COUNTERS) this.counters[name] -= other.counters[name];
    for (const name of MEASURES) {
      this.histograms[name].subtract(other.histograms[name]);
    }
  }
}
