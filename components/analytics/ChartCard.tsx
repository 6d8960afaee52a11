import { Analytics } from "../../islands/Analytics.tsx";
import { searchOf } from "../../lib/browser/analytics/address.ts";
import type { Chart } from "../../lib/browser/analytics/charts.ts";
import { Icon } from "../Icon.tsx";
import { Download } from "../icons.ts";
import { ChartTable } from "./ChartTable.tsx";
import type { AnalyticsParts } from "./context.ts";
import { fill } from "../../lib/i18n/fill.ts";

/** A chart with its numbers, in a table and as a file. */
export function ChartCard(parts: AnalyticsParts & { chart: Chart }) {
  const { chart, address, language, words: { analytics: words } } = parts;
  const heading = words.charts[chart.name];
  const note = address.by === null ? "" : noteOf(chart, words.bothTokens);
  const id = `chart-${chart.name}`;
  if (!chart.lines.some(({ values }) => values.some(Boolean))) {
    return (
      <section class="card chart-card" aria-labelledby={id}>
        <h2 id={id}>{heading}</h2>
        <p class="quiet">
          {chart.name === "errors"
            ? words.chart.noErrors
            : words.chart.noMeasure}
        </p>
      </section>
    );
  }
  return (
    <section class="card chart-card" aria-labelledby={id}>
      <div class="spread">
        <h2 id={id}>
          {heading} {note && <span class="hint">{note}</span>}
        </h2>
        <a
          class="button s plain"
          href={`/analytics/${chart.name}.csv${searchOf(address)}`}
          aria-label={fill(words.table.csvOf, { what: heading })}
          download
        >
          <Icon of={Download} size={16} /> {words.table.csv}
        </a>
      </div>
      <Analytics
        chart={chart}
        heading={heading}
        language={language}
        words={words.chart}
      />
      <details class="chart-numbers">
        <summary>{words.table.open}</summary>
        <ChartTable
          chart={chart}
          heading={heading}
          language={language}
          words={words}
        />
      </details>
    </section>
  );
}

/** What one line for each group shows, where the heading leaves it open. */
function noteOf({ name, unit }: Chart, bothTokens: string): string {
  if (name === "tokens") return bothTokens;
  return unit === "ms" || unit === "speed" ? "p50" : "";
}
