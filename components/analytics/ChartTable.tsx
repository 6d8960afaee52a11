import type { Chart } from "../../lib/browser/analytics/charts.ts";
import {
  writeExact,
  writePeriod,
} from "../../lib/browser/analytics/write_value.ts";
import type { Language, Words } from "../../lib/i18n/mod.ts";

export interface ChartTableProps {
  chart: Chart;
  heading: string;
  language: Language;
  words: Words["analytics"];
}

/** The numbers of a chart, the latest first. */
export function ChartTable(
  { chart, heading, language, words }: ChartTableProps,
) {
  const { from, stepMs, lines, unit } = chart;
  const periods = (lines[0]?.values ?? []).map((_, i) => i)
    .filter((i) => lines.some(({ values }) => values[i]))
    .reverse();
  return (
    <>
      <div
        class="chart-table"
        role="region"
        tabIndex={0}
        aria-label={heading}
      >
        <table class="table">
          <caption class="visually-hidden">{heading}</caption>
          <thead>
            <tr>
              <th scope="col">{words.table.period}</th>
              {lines.map(({ label }, i) => (
                <th key={i} scope="col" class="end">{label}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {periods.map((i) => (
              <tr key={i}>
                <th scope="row">
                  <time dateTime={new Date(from + i * stepMs).toISOString()}>
                    {writePeriod(from + i * stepMs, stepMs, language)}
                  </time>
                </th>
                {lines.map(({ values }, line) => (
                  <td key={line} class="end">
                    {cellOf(values[i], words.figures.none, (value) =>
                      writeExact(value, unit, language))}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="hint">{words.table.leftOut}</p>
    </>
  );
}

function cellOf(
  value: number | null | undefined,
  none: string,
  write: (value: number) => string,
): string {
  return value === null || value === undefined ? none : write(value);
}
