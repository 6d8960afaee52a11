import type { Words } from "../../i18n/mod.ts";
import type { Usage } from "../api_types.ts";

type Point = Usage["series"][number];
type Group = NonNullable<Usage["groups"]>[number];
type ChartWords = Words["analytics"]["lines"];

/** What the numbers of a chart count. */
export type Unit = "count" | "money" | "ms" | "speed";

/** One line of a chart. */
export interface Line {
  label: string;
  /** One for each period; null where nothing was measured. */
  values: (number | null)[];
}

/** The charts of the page, in its order. */
export const CHARTS = [
  "requests",
  "errors",
  "tokens",
  "cost",
  "ttft",
  "duration",
  "speed",
] as const;

/** One of `CHARTS`. */
export type ChartName = typeof CHARTS[number];

/** Lines over the same periods, which begin at `from` + n × `stepMs`. */
export interface Chart {
  name: ChartName;
  unit: Unit;
  /** Unix ms. */
  from: number;
  stepMs: number;
  lines: Line[];
}

/** Lines that can still be told apart by their dashes and marks. */
export const MAX_LINES = 6;

const UNITS: Record<ChartName, Unit> = {
  requests: "count",
  errors: "count",
  tokens: "count",
  cost: "money",
  ttft: "ms",
  duration: "ms",
  speed: "speed",
};

/** Figures, and how their values are called. */
export interface ChartSource {
  usage: Usage;
  /** The same requests by blame. */
  blames: Usage;
  words: ChartWords;
  nameOf: (dimension: string, value: string) => string;
}

/** The charts of some figures: of their groups, or of all in one. */
export function chartsOf(source: ChartSource): Chart[] {
  const { from, stepMs } = source.usage;
  return CHARTS.map((name) => ({
    name,
    unit: UNITS[name],
    from,
    stepMs,
    lines: linesOf(name, source),
  }));
}

/** Requests that did not end well. */
export function failuresOf(point: Pick<Point, "requests" | "ok">): number {
  return point.requests - point.ok;
}

/** Values of `blame` that failures were put down to, the most frequent first. */
export function blamesOf(blames: Usage): Group[] {
  return (blames.groups ?? [])
    .filter(({ totals }) => failuresOf(totals) > 0)
    .sort((a, b) => failuresOf(b.totals) - failuresOf(a.totals));
}

type Read = (point: Point) => number | null;

function linesOf(name: ChartName, source: ChartSource): Line[] {
  const { usage, blames, nameOf } = source;
  if (name === "errors") {
    return blamesOf(blames).slice(0, MAX_LINES).map(({ value, series }) => ({
      label: nameOf("blame", value),
      values: valuesOf(blames, { series, read: failuresOf, isCount: true }),
    }));
  }
  const isCount = UNITS[name] === "count" || UNITS[name] === "money";
  if (usage.groups === null) {
    return readersOf(name, source.words).map(([label, read]) => ({
      label,
      values: valuesOf(usage, { series: usage.series, read, isCount }),
    }));
  }
  const read = GROUP_READERS[name];
  return usage.groups.slice(0, MAX_LINES).map(({ value, series }) => ({
    label: nameOf(usage.by ?? "", value),
    values: valuesOf(usage, { series, read, isCount }),
  }));
}

/** What one line for each group shows. */
const GROUP_READERS: Record<Exclude<ChartName, "errors">, Read> = {
  requests: ({ requests }) => requests,
  tokens: ({ promptTokens, completionTokens }) =>
    promptTokens + completionTokens,
  cost: ({ costMicroCents }) => costMicroCents,
  ttft: ({ ttftMs }) => ttftMs?.p50 ?? null,
  duration: ({ durationMs }) => durationMs?.p50 ?? null,
  speed: ({ tokensPerSecond }) => tokensPerSecond?.p50 ?? null,
};

function readersOf(
  name: Exclude<ChartName, "errors">,
  words: ChartWords,
): [label: string, read: Read][] {
  switch (name) {
    case "requests":
      return [[words.ok, ({ ok }) => ok], [words.failed, failuresOf]];
    case "tokens":
      return [
        [words.prompt, ({ promptTokens }) => promptTokens],
        [words.completion, ({ completionTokens }) => completionTokens],
        [words.cached, ({ cachedTokens }) => cachedTokens],
        [words.reasoning, ({ reasoningTokens }) => reasoningTokens],
      ];
    case "cost":
      return [[words.cost, GROUP_READERS.cost]];
    case "ttft":
      return (["p50", "p95", "p99"] as const).map((share) => [
        share,
        ({ ttftMs }) => ttftMs?.[share] ?? null,
      ]);
    case "duration":
      return (["p50", "p95"] as const).map((share) => [
        share,
        ({ durationMs }) => durationMs?.[share] ?? null,
      ]);
    case "speed":
      return [["p50", GROUP_READERS.speed]];
  }
}

/** Periods without requests are left out of an answer: they count nothing. */
function valuesOf(
  { from, to, stepMs }: Usage,
  { series, read, isCount }: {
    series: Point[];
    read: Read;
    isCount: boolean;
  },
): (number | null)[] {
  const nothing = isCount ? 0 : null;
  const values = new Array<number | null>((to - from) / stepMs).fill(nothing);
  for (const point of series) values[(point.at - from) / stepMs] = read(point);
  return values;
}
