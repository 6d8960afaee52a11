import type { z } from "zod";
import { ApiError } from "../../http/errors.ts";
import { type Dimension, DIMENSIONS } from "../../store/usage/cell.ts";
import {
  groupOf,
  MAX_DIMENSIONS,
  type UsageGroup,
} from "../../store/usage/groups.ts";
import {
  DAY_MS,
  DAYS_KEPT_MS,
  HOUR_MS,
  HOURS_KEPT_MS,
  MINUTE_MS,
  MINUTES_KEPT_MS,
  startOf,
} from "../../store/usage/keys.ts";
import type { Span } from "../../store/usage/usage.ts";
import { badField, validate } from "../../surfaces/validate.ts";
import { UsageQuery } from "../api_schemas/usage.ts";

/** Length of the periods of a series. */
export type UsageStep = "minute" | "hour" | "day";

/** A question that can be answered from what is stored. */
export interface UsageQuestion {
  /** Begins and ends with a step. */
  span: Span;
  step: UsageStep;
  stepMs: number;
  by: Dimension | undefined;
  filters: Partial<Record<Dimension, string[]>>;
  group: UsageGroup;
  limit: number;
  series: "all" | "total" | "none";
}

/** Most periods of a series, and most points of all series of an answer. */
const MAX_PERIODS = 1500;
const MAX_POINTS = 8000;

const STEPS: Record<UsageStep, { ms: number; keptMs: number; autoMs: number }> =
  {
    minute: {
      ms: MINUTE_MS,
      keptMs: MINUTES_KEPT_MS - HOUR_MS,
      autoMs: 6 * HOUR_MS,
    },
    hour: { ms: HOUR_MS, keptMs: HOURS_KEPT_MS, autoMs: 14 * DAY_MS },
    day: { ms: DAY_MS, keptMs: DAYS_KEPT_MS, autoMs: Infinity },
  };

/**
 * Reads the query of `GET /api/usage`.
 *
 * @throws {ApiError} 400 naming the parameter and what is possible
 */
export function readUsageQuery(
  parameters: URLSearchParams,
  now: number,
): UsageQuestion {
  const query = validate(UsageQuery, objectOf(parameters));
  const to = query.to ?? now;
  const from = query.from ?? to - DAY_MS;
  if (from >= to) {
    throw badField("from", "it must be before `to`", { code: "invalid_value" });
  }
  const step = stepOf(query, { from, to }, now);
  const stepMs = STEPS[step].ms;
  const span = {
    from: startOf(from, stepMs),
    to: startOf(to + stepMs - 1, stepMs),
  };
  checkSize(span, stepMs, query);
  const filters = filtersOf(query);
  return {
    span,
    step,
    stepMs,
    by: query.by,
    filters,
    group: keptGroup(query.by, filters),
    limit: query.limit,
    series: query.series,
  };
}

/** Whether a period that begins then is kept in such steps. */
export function isKept(step: UsageStep, from: number, now: number): boolean {
  return from >= now - STEPS[step].keptMs;
}

type Query = z.output<typeof UsageQuery>;

/** Filters are lists; of everything else the last value counts. */
function objectOf(parameters: URLSearchParams): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const name of new Set(parameters.keys())) {
    const values = parameters.getAll(name);
    found[name] = isDimension(name) ? values : values.at(-1);
  }
  return found;
}

function isDimension(name: string): name is Dimension {
  return (DIMENSIONS as readonly string[]).includes(name);
}

function stepOf(query: Query, { from, to }: Span, now: number): UsageStep {
  if (query.step !== "auto") {
    if (isKept(query.step, from, now) || query.step === "day") {
      return query.step;
    }
    const hours = STEPS[query.step].keptMs / HOUR_MS;
    throw badField(
      "step",
      `figures of each ${query.step} are kept for ${hours} hours: ask for a later time or longer steps`,
      { code: "invalid_value" },
    );
  }
  const steps = ["minute", "hour"] as const;
  return steps.find((step) =>
    to - from <= STEPS[step].autoMs && isKept(step, from, now)
  ) ?? "day";
}

function checkSize({ from, to }: Span, stepMs: number, query: Query): void {
  const periods = (to - from) / stepMs;
  if (periods > MAX_PERIODS) {
    throw badField(
      "step",
      `this makes ${periods} periods, more than ${MAX_PERIODS}: ask for longer steps or less time`,
      { code: "invalid_value" },
    );
  }
  const points = periods * query.limit;
  const isSmall = query.by === undefined || query.series !== "all";
  if (isSmall || points <= MAX_POINTS) return;
  throw badField(
    "limit",
    `this makes up to ${points} points, more than ${MAX_POINTS}: ask for fewer values, longer steps, less time or series=total`,
    { code: "invalid_value" },
  );
}

function filtersOf(query: Query): UsageQuestion["filters"] {
  const filters: UsageQuestion["filters"] = {};
  for (const dimension of DIMENSIONS) {
    const values = query[dimension];
    if (values !== undefined) filters[dimension] = values;
  }
  return filters;
}

function keptGroup(
  by: Dimension | undefined,
  filters: UsageQuestion["filters"],
): UsageGroup {
  const named = new Set(Object.keys(filters) as Dimension[]);
  if (by !== undefined) named.add(by);
  const group = groupOf(named);
  if (group !== undefined) return group;
  throw new ApiError(
    `Figures are kept by at most ${MAX_DIMENSIONS} of ${
      DIMENSIONS.join(", ")
    } at once: \`by\` and the filters name ${
      [...named].join(", ")
    }. The request log filters by any combination`,
    { status: 400, code: "unsupported_combination", param: [...named].at(-1) },
  );
}
