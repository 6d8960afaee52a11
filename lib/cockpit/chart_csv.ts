import type { Chart } from "../browser/analytics/charts.ts";
import { writePlain } from "../browser/analytics/write_value.ts";
import { csvCell } from "../gateway/requests/export.ts";

/** What the columns of a unit are headed with besides the name of the line. */
const UNITS = { count: "", money: " (USD)", ms: " (ms)", speed: "" };

/** All periods of a chart in order of time; nothing where it was not measured. */
export function chartCsv({ from, stepMs, lines, unit }: Chart): string {
  const head = ["time", ...lines.map(({ label }) => label + UNITS[unit])];
  const rows = (lines[0]?.values ?? []).map((_, i) => [
    new Date(from + i * stepMs).toISOString(),
    ...lines.map(({ values }) => writePlain(values[i] ?? null, unit)),
  ]);
  return [head, ...rows]
    .map((cells) => `${cells.map(csvCell).join(",")}\r\n`)
    .join("");
}
