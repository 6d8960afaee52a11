import uPlot from "uplot";
import type { Language } from "../../i18n/mod.ts";
import type { Chart } from "./charts.ts";
import { drawLabels, labelWidth } from "./draw_labels.ts";
import { drawMarks } from "./draw_marks.ts";
import { LINE_LOOKS } from "./marks.ts";
import { readPalette } from "./palette.ts";
import { writeShort, writeTick } from "./write_value.ts";

/** A chart in a page. */
export interface Drawing {
  /** Shows a period as under the pointer; none for null. */
  moveTo(index: number | null): void;
  destroy(): void;
}

/** What is drawn, and who is told where the pointer is. */
export interface DrawOptions {
  chart: Chart;
  language: Language;
  onMove: (index: number | null) => void;
}

const HEIGHT = 220;

/** Draws a chart into an element, and anew when its size or theme changes. */
export function drawChart(host: HTMLElement, options: DrawOptions): Drawing {
  let plot = newPlot(host, options);
  const redraw = () => {
    plot.destroy();
    plot = newPlot(host, options);
  };
  const resized = new ResizeObserver(() => {
    if (host.clientWidth !== plot.width) redraw();
  });
  resized.observe(host);
  const themed = new MutationObserver(redraw);
  themed.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  scheme.addEventListener("change", redraw);
  return {
    moveTo(index) {
      const at = index === null ? undefined : plot.data[0][index];
      plot.setCursor(
        at === undefined
          ? { left: -10, top: -10 }
          : { left: plot.valToPos(at, "x"), top: 1 },
      );
    },
    destroy() {
      resized.disconnect();
      themed.disconnect();
      scheme.removeEventListener("change", redraw);
      plot.destroy();
    },
  };
}

function newPlot(
  host: HTMLElement,
  { chart, language, onMove }: DrawOptions,
): uPlot {
  const palette = readPalette();
  const { lines, unit, stepMs, from } = chart;
  const count = lines[0]?.values.length ?? 0;
  const times = Array.from({ length: count }, (_, i) => from + i * stepMs);
  const labels = labelWidth(lines, host.clientWidth, palette);
  const axis = {
    stroke: palette.ink,
    font: palette.font,
    grid: { stroke: palette.grid, width: 1 },
    ticks: { show: false },
  };
  return new uPlot(
    {
      width: host.clientWidth,
      height: HEIGHT,
      ms: 1,
      tzDate: (at) => uPlot.tzDate(new Date(at), "Etc/UTC"),
      padding: [10, labels + 10, 0, 0],
      legend: { show: false },
      cursor: { drag: { x: false, y: false }, y: false, points: { size: 9 } },
      scales: {
        x: { time: true, range: spanOf(times, stepMs) },
        y: { range: (_, __, max) => [0, max > 0 ? max * 1.08 : 1] },
      },
      axes: [
        {
          ...axis,
          space: 72,
          size: 30,
          grid: { show: false },
          values: (_, ticks) =>
            ticks.map((at) => writeTick(at, stepMs, language)),
        },
        {
          ...axis,
          size: 64,
          space: 40,
          incrs: unit === "count" ? WHOLE_STEPS : undefined,
          values: (_, ticks) =>
            ticks.map((value) => writeShort(value, unit, language)),
        },
      ],
      series: [
        {},
        ...lines.map((_, i) => ({
          stroke: palette.series[i],
          fill: lines.length === 1 ? palette.area : undefined,
          width: 2,
          dash: LINE_LOOKS[i]?.dash,
          points: { show: false },
        })),
      ],
      hooks: {
        draw: [
          (plot) => drawMarks(plot, palette),
          (plot) => labels > 0 && drawLabels(plot, { lines, palette }),
        ],
        setCursor: [(plot) => onMove(plot.cursor.idx ?? null)],
      },
    },
    [times, ...lines.map(({ values }) => values)],
    host,
  );
}

/** Nothing is counted in halves. */
const WHOLE_STEPS = Array.from(
  { length: 13 },
  (_, power) => [1, 2, 5].map((step) => step * 10 ** power),
).flat();

/** A single period still needs some room. */
function spanOf(times: number[], stepMs: number): [number, number] {
  const first = times[0] ?? 0;
  const last = times.at(-1) ?? 0;
  return first === last ? [first - stepMs, last + stepMs] : [first, last];
}
