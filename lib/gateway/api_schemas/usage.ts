import { z } from "zod";
import { OUTCOMES } from "../../store/request_record.ts";
import { DIMENSIONS } from "../../store/usage_cell.ts";

const Time = z.union([
  z.string().regex(/^\d{1,15}$/).transform(Number),
  z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
], "it is neither an ISO 8601 time with a zone nor Unix milliseconds");

const Filter = z.array(z.string().min(1).max(100)).max(50).optional();

/** What a client asks of `GET /api/usage`; filters may come several times. */
export const UsageQuery = z.strictObject({
  from: Time.optional(),
  to: Time.optional(),
  step: z.enum(["auto", "minute", "hour", "day"]).default("auto"),
  by: z.enum(DIMENSIONS).optional(),
  /** How many values of `by` are told, those with most requests. */
  limit: z.coerce.number().int().min(1).max(100).default(10),
  /** Which series are told: `total` leaves out those of the values of `by`. */
  series: z.enum(["all", "total", "none"]).default("all"),
  model: Filter,
  account: Filter,
  key: Filter,
  surface: Filter,
  outcome: z.array(z.enum(OUTCOMES)).optional(),
  blame: Filter,
});

/** How a measure is spread; percentiles are off by `percentileError` at most. */
export const UsageSpread = z.object({
  count: z.number(),
  mean: z.number(),
  p50: z.number(),
  p90: z.number(),
  p95: z.number(),
  p99: z.number(),
});

/** Figures of some requests; a spread is null where nothing was measured. */
export const UsageFigures = z.object({
  requests: z.number(),
  ok: z.number(),
  promptTokens: z.number(),
  completionTokens: z.number(),
  cachedTokens: z.number(),
  reasoningTokens: z.number(),
  costMicroCents: z.number(),
  withTokens: z.number(),
  withCost: z.number(),
  ttftMs: UsageSpread.nullable(),
  durationMs: UsageSpread.nullable(),
  tokensPerSecond: UsageSpread.nullable(),
});

/** Figures of the period that begins at `at`; empty periods are left out. */
export const UsagePoint = UsageFigures.extend({ at: z.number() });

/** The answer of `GET /api/usage`; times are Unix ms, days and hours UTC. */
export const UsageAnswer = z.object({
  from: z.number(),
  to: z.number(),
  step: z.enum(["minute", "hour", "day"]),
  stepMs: z.number(),
  by: z.enum(DIMENSIONS).nullable(),
  filters: z.partialRecord(z.enum(DIMENSIONS), z.array(z.string())),
  /** When the figures were read. */
  asOf: z.number(),
  /** Requests that ended so recently may be missing, and a crash loses them. */
  unflushedSeconds: z.number(),
  /** Largest relative error of a percentile. */
  percentileError: z.number(),
  totals: UsageFigures,
  /** The period of the same length before; null where it is not kept. */
  before: z.object({
    from: z.number(),
    to: z.number(),
    totals: UsageFigures,
  }).nullable(),
  series: z.array(UsagePoint),
  /** The values of `by` with most requests; null without `by`. */
  groups: z.array(z.object({
    value: z.string(),
    totals: UsageFigures,
    before: UsageFigures.nullable(),
    series: z.array(UsagePoint),
  })).nullable(),
  /** How many values of `by` were left out of `groups`. */
  moreGroups: z.number(),
});
