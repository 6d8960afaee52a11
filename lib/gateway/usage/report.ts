import type { z } from "zod";
import { readUsage, type Span } from "../../store/usage/usage.ts";
import { UsageCell } from "../../store/usage/cell.ts";
import { PERCENTILE_ERROR } from "../../store/usage/histogram.ts";
import type { Store } from "../../store/kv.ts";
import type { UsageTable } from "../../store/usage/table.ts";
import type { UsageAnswer, UsagePoint } from "../api_schemas/usage.ts";
import { type Figures, figuresOf } from "./figures.ts";
import { isKept, type UsageQuestion } from "./query.ts";

type Answer = z.output<typeof UsageAnswer>;
type Point = z.output<typeof UsagePoint>;

/** What an answer says of its own freshness. */
export interface UsageFreshness {
  /** Unix ms. */
  now: number;
  unflushedSeconds: number;
}

/**
 * Answers a question from the stored figures.
 *
 * @throws {ApiError} 503 when the database is not available
 */
export async function usageReport(
  store: Store,
  question: UsageQuestion,
  freshness: UsageFreshness,
): Promise<Answer> {
  const { span, step, stepMs, by, filters, series } = question;
  const period = await collect(store, question, { span, series });
  const before = await collectBefore(store, question, freshness.now);
  const values = [...period.values].sort(([, a], [, b]) =>
    b.total.counters.requests - a.total.counters.requests
  );
  const shown = values.slice(0, question.limit);
  return {
    ...span,
    step,
    stepMs,
    by: by ?? null,
    filters,
    asOf: freshness.now,
    unflushedSeconds: freshness.unflushedSeconds,
    percentileError: Math.ceil(PERCENTILE_ERROR * 1000) / 1000,
    totals: figuresOf(period.all.total),
    before: before && {
      ...before.span,
      totals: figuresOf(before.all.total),
    },
    series: period.all.points,
    groups: by === undefined
      ? null
      : shown.map(([value, { total, points }]) => ({
        value,
        totals: figuresOf(total),
        before: before && beforeOf(before, value),
        series: points,
      })),
    moreGroups: values.length - shown.length,
  };
}

/** The figures of some requests, period by period. */
class Series {
  readonly total = new UsageCell();
  readonly points: Point[] = [];
  readonly #keepsPoints: boolean;

  constructor(keepsPoints: boolean) {
    this.#keepsPoints = keepsPoints;
  }

  add(at: number, cell: UsageCell): void {
    this.total.merge(cell);
    // Figures take less room than their cell.
    if (this.#keepsPoints) this.points.push({ at, ...figuresOf(cell) });
  }
}

interface Collected {
  span: Span;
  all: Series;
  /** By value of `by`; empty without. */
  values: Map<string, Series>;
}

async function collectBefore(
  store: Store,
  question: UsageQuestion,
  now: number,
): Promise<Collected | null> {
  const { from, to } = question.span;
  const span = { from: from - (to - from), to: from };
  if (!isKept(question.step, span.from, now)) return null;
  return await collect(store, question, { span, series: "none" });
}

async function collect(
  store: Store,
  question: UsageQuestion,
  { span, series: kept }: Pick<UsageQuestion, "span" | "series">,
): Promise<Collected> {
  const { stepMs, group, by } = question;
  const all = new Series(kept !== "none");
  const values = new Map<string, Series>();
  const position = by === undefined ? -1 : group.dimensions.indexOf(by);
  const admits = filterOf(question);
  await readUsage(store, { span, stepMs, group }, (at, table) => {
    const { sum, cells } = grouped(table, { position, admits });
    if (cells.size > 0) all.add(at, sum);
    if (by === undefined) return;
    for (const [value, cell] of cells) {
      let series = values.get(value);
      if (series === undefined) {
        series = new Series(kept === "all");
        values.set(value, series);
      }
      series.add(at, cell);
    }
  });
  return { span, all, values };
}

/** Cells by the value at a position, and their sum; takes the table's own. */
function grouped(
  table: UsageTable,
  { position, admits }: {
    position: number;
    admits: (values: readonly string[]) => boolean;
  },
): { sum: UsageCell; cells: Map<string, UsageCell> } {
  const cells = new Map<string, UsageCell>();
  const sum = new UsageCell();
  for (const { values, cell } of table.rows()) {
    if (!admits(values)) continue;
    sum.merge(cell);
    const value = values[position] ?? "";
    const known = cells.get(value);
    if (known === undefined) cells.set(value, cell);
    else known.merge(cell);
  }
  return { sum, cells };
}

function filterOf(
  { group, filters }: UsageQuestion,
): (values: readonly string[]) => boolean {
  const wanted = group.dimensions.map((dimension) => {
    const values = filters[dimension];
    return values === undefined ? undefined : new Set(values);
  });
  return (values) =>
    wanted.every((set, i) => set === undefined || set.has(values[i] ?? ""));
}

function beforeOf(before: Collected, value: string): Figures {
  return figuresOf(before.values.get(value)?.total ?? new UsageCell());
}
