import { z } from "zod";
import { OUTCOMES } from "../../store/requests/record.ts";
import { DIMENSIONS } from "../../store/usage/cell.ts";

const time = z.union([
  z.string().regex(/^\d{1,14}$/).transform(Number),
  z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
], "it is neither Unix milliseconds nor an ISO 8601 time with its offset")
  .describe("Unix milliseconds or an ISO 8601 time with its offset");

const filter = z.array(z.string().min(1).max(100)).max(50).optional()
  .describe("Only these; repeat for any of several");

/**
 * What `GET /api/usage` is asked. All of `by` and the filters together may name
 * two different dimensions.
 */
export const UsageQuery = z.strictObject({
  from: time.optional().describe("Begin; 24 hours before the end if absent"),
  to: time.optional().describe("End; now if absent"),
  step: z.enum(["auto", "minute", "hour", "day"]).default("auto")
    .describe("Length of the periods of a series, which begin in UTC"),
  by: z.enum(DIMENSIONS).optional().describe("What to tell apart"),
  limit: z.coerce.number().int().min(1).max(100).default(10)
    .describe("How many values of `by` are told, those with most requests"),
  series: z.enum(["all", "total", "none"]).default("all")
    .describe("`total` leaves out the series of the values of `by`"),
  model: filter,
  account: filter,
  key: filter,
  surface: filter,
  outcome: z.array(z.enum(OUTCOMES)).optional(),
  blame: filter,
});

/** How a measure is spread. */
export const UsageSpread = z.object({
  count: z.number().describe("How many requests it was measured of"),
  mean: z.number(),
  p50: z.number(),
  p90: z.number(),
  p95: z.number(),
  p99: z.number(),
});

/** Figures of some requests; a spread is null where nothing was measured. */
export const UsageFigures = z.object({
  requests: z.number(),
  ok: z.number().describe("Requests that ended without a failure"),
  promptTokens: z.number(),
  completionTokens: z.number(),
  cachedTokens: z.number().describe("Part of `promptTokens`"),
  reasoningTokens: z.number().describe("Part of `completionTokens`"),
  costMicroCents: z.number().describe("100,000,000 are one US dollar"),
  withTokens: z.number().describe("Requests whose tokens Puter told"),
  withCost: z.number().describe("Requests whose cost Puter told"),
  ttftMs: UsageSpread.nullable().describe("Time to the first token"),
  durationMs: UsageSpread.nullable(),
  tokensPerSecond: UsageSpread.nullable()
    .describe("Of good answers; of streams after their first token"),
});

/** Figures of the period that begins at `at`; empty periods are left out. */
export const UsagePoint = UsageFigures.extend({
  at: z.number().describe("Unix milliseconds"),
});

/** The answer of `GET /api/usage`; times are Unix milliseconds. */
export const UsageAnswer = z.object({
  from: z.number().describe("Begin, at the begin of a step"),
  to: z.number().describe("End, at the end of a step; it may be to come"),
  step: z.enum(["minute", "hour", "day"]),
  stepMs: z.number(),
  by: z.enum(DIMENSIONS).nullable(),
  filters: z.partialRecord(z.enum(DIMENSIONS), z.array(z.string())),
  asOf: z.number().describe("When the figures were read"),
  unflushedSeconds: z.number().describe(
    "Requests that ended so recently may be missing, and a crash loses them",
  ),
  percentileError: z.number().describe("Largest relative error"),
  totals: UsageFigures,
  before: z.object({
    from: z.number(),
    to: z.number(),
    totals: UsageFigures,
  }).nullable().describe(
    "The period of the same length before; null where it is not kept",
  ),
  series: z.array(UsagePoint),
  groups: z.array(z.object({
    value: z.string().describe(
      "`(none)` where a request has none, `(other)` beyond those told apart",
    ),
    totals: UsageFigures,
    before: UsageFigures.nullable(),
    series: z.array(UsagePoint),
  })).nullable().describe("By the values of `by`; null without it"),
  moreGroups: z.number().describe("How many values were left out"),
});
