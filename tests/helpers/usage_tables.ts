import type { UsageTable } from "../../lib/store/usage/table.ts";

/** Everything a table holds, comparable whatever order it came in. */
export function tableContents(table: UsageTable): unknown {
  const rows = [...table.rows()].map(({ values, cell }) => ({
    values,
    counters: cell.counters,
    histograms: Object.values(cell.histograms).map((histogram) => [
      histogram.ordered(),
      histogram.count,
      histogram.sum,
    ]),
  }));
  return rows.sort((a, b) => a.values.join() < b.values.join() ? -1 : 1);
}
