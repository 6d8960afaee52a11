import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { LineKey } from "../components/analytics/LineKey.tsx";
import type { Chart } from "../lib/browser/analytics/charts.ts";
import type { Drawing } from "../lib/browser/analytics/draw_chart.ts";
import { nextPeriod } from "../lib/browser/analytics/next_period.ts";
import {
  writeExact,
  writePeriod,
} from "../lib/browser/analytics/write_value.ts";
import { fill } from "../lib/i18n/fill.ts";
import type { Language, Words } from "../lib/i18n/mod.ts";

export interface AnalyticsProps {
  chart: Chart;
  heading: string;
  language: Language;
  words: Words["analytics"]["chart"];
}

/** A chart that is read by pointer or arrow keys; its key tells the values. */
export function Analytics({ chart, heading, language, words }: AnalyticsProps) {
  const host = useRef<HTMLDivElement>(null);
  const drawing = useRef<Drawing | null>(null);
  const shown = useSignal<number | null>(null);
  useEffect(() => {
    let isGone = false;
    void import("../lib/browser/analytics/draw_chart.ts").then((module) => {
      if (isGone || host.current === null) return;
      drawing.current = module.drawChart(host.current, {
        chart,
        language,
        onMove: (index) => shown.value = index,
      });
    });
    return () => {
      isGone = true;
      drawing.current?.destroy();
    };
  }, []);

  const { from, stepMs, unit, lines } = chart;
  const count = lines[0]?.values.length ?? 0;
  const index = shown.value;
  const at = index ?? count - 1;
  const period = writePeriod(from + at * stepMs, stepMs, language);
  const values = lines.map(({ values }) => {
    const value = values[at] ?? null;
    return value === null ? words.nothing : writeExact(value, unit, language);
  });
  const spoken = lines.map(({ label }, i) => `${label} ${values[i]}`);

  function onKeyDown(event: KeyboardEvent) {
    const next = nextPeriod(event.key, index, count);
    if (next === undefined) return;
    event.preventDefault();
    drawing.current?.moveTo(next);
    shown.value = next;
  }

  return (
    <div class="chart">
      <p class="chart-readout small">
        <span class="number">{period}</span>{" "}
        <span class="quiet">{index === null && `(${words.latest})`}</span>
      </p>
      <ul class="chart-key plain small">
        {lines.map(({ label }, i) => (
          <li key={i}>
            <LineKey index={i} />
            <span>{label}</span>
            <strong class="number">{values[i]}</strong>
          </li>
        ))}
      </ul>
      <div
        ref={host}
        class="chart-plot"
        role="slider"
        tabIndex={0}
        title={words.hint}
        aria-label={fill(words.label, { what: heading })}
        aria-valuemin={1}
        aria-valuemax={count}
        aria-valuenow={at + 1}
        aria-valuetext={`${period}: ${spoken.join(", ")}`}
        onKeyDown={onKeyDown}
      >
        <noscript>{words.needsScript}</noscript>
      </div>
    </div>
  );
}
