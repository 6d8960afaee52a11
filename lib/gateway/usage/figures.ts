import type { z } from "zod";
import type { UsageCell } from "../../store/usage/cell.ts";
import type { Histogram } from "../../store/usage/histogram.ts";
import type { UsageFigures, UsageSpread } from "../api_schemas/usage.ts";

/** Figures as they are shown. */
export type Figures = z.output<typeof UsageFigures>;

type Spread = z.output<typeof UsageSpread>;

const SHARES = [0.5, 0.9, 0.95, 0.99];

/** The figures of a cell. */
export function figuresOf({ counters, histograms }: UsageCell): Figures {
  return {
    ...counters,
    ttftMs: spreadOf(histograms.ttftMs),
    durationMs: spreadOf(histograms.durationMs),
    tokensPerSecond: spreadOf(histograms.milliTokensPerSecond, 1000),
  };
}

function spreadOf(histogram: Histogram, unit = 1): Spread | null {
  const { count, sum } = histogram;
  if (count === 0) return null;
  const [p50 = 0, p90 = 0, p95 = 0, p99 = 0] = histogram
    .percentiles(SHARES)
    .map((value) => rounded(value / unit));
  return { count, mean: rounded(sum / count / unit), p50, p90, p95, p99 };
}

/** Four digits say more than the percentiles are exact to. */
function rounded(value: number): number {
  return value >= 1000 ? Math.round(value) : Number(value.toPrecision(4));
}
