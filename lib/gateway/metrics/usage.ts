import type { Exposition, Labels } from "../../http/exposition.ts";
import {
  type Dimension,
  DIMENSIONS,
  type Measure,
  type UsageCell,
} from "../../store/usage/cell.ts";
import {
  type Histogram,
  indexOf,
  upperBound,
} from "../../store/usage/histogram.ts";
import type { UsageTable } from "../../store/usage/table.ts";

/** 100,000,000 micro-cents are one US dollar. */
const MICRO_CENTS = 1e8;

/** Bounds in ms; each is told as the end of its bucket, which is exact. */
const TIME_BOUNDS = [
  ...[10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 20_000],
  ...[30_000, 60_000, 120_000, 300_000, 600_000],
];

/** Bounds in thousandths of tokens a second. */
const SPEED_BOUNDS = [1, 2, 5, 10, 20, 35, 50, 75, 100, 150, 250, 500, 1000]
  .map((speed) => 1000 * speed);

const TOKENS = [
  ["prompt", "promptTokens"],
  ["completion", "completionTokens"],
  ["cached", "cachedTokens"],
  ["reasoning", "reasoningTokens"],
] as const;

/** Writes what was counted, by few things at a time: series are memory. */
export function writeUsageMetrics(out: Exposition, table: UsageTable): void {
  writeCounters(out, table);
  writeHistograms(out, table);
}

interface CounterFamily {
  name: string;
  help: string;
  by: Dimension[];
  count: (cell: UsageCell) => number;
}

const COUNTER_FAMILIES: CounterFamily[] = [
  {
    name: "puter2api_requests_total",
    help: "Requests that ended, by model, surface, outcome and blame.",
    by: ["model", "surface", "outcome", "blame"],
    count: ({ counters }) => counters.requests,
  },
  {
    name: "puter2api_account_requests_total",
    help: "Requests that ended, by the account that was asked last.",
    by: ["account", "outcome"],
    count: ({ counters }) => counters.requests,
  },
  {
    name: "puter2api_key_requests_total",
    help: "Requests that ended, by the id of the client's key.",
    by: ["key", "outcome"],
    count: ({ counters }) => counters.requests,
  },
  {
    name: "puter2api_cost_dollars_total",
    help: "Cost told by Puter, in US dollars.",
    by: ["model", "account"],
    count: ({ counters }) => counters.costMicroCents / MICRO_CENTS,
  },
];

function writeCounters(out: Exposition, table: UsageTable): void {
  for (const { name, help, by, count } of COUNTER_FAMILIES) {
    out.family(name, "counter", help);
    for (const { labels, cell } of foldBy(table, by)) {
      out.sample(count(cell), labels);
    }
  }
  out.family(
    "puter2api_tokens_total",
    "counter",
    "Tokens told by Puter; cached are part of prompt, reasoning of completion.",
  );
  for (const { labels, cell } of foldBy(table, ["model"])) {
    for (const [type, counter] of TOKENS) {
      out.sample(cell.counters[counter], { ...labels, type });
    }
  }
}

function writeHistograms(out: Exposition, table: UsageTable): void {
  const families: [string, string, Measure, number[]][] = [
    [
      "puter2api_time_to_first_token_seconds",
      "Time from a request's arrival to the first event of its answer.",
      "ttftMs",
      TIME_BOUNDS,
    ],
    [
      "puter2api_request_duration_seconds",
      "Time from a request's arrival to its end.",
      "durationMs",
      TIME_BOUNDS,
    ],
    [
      "puter2api_tokens_per_second",
      "Speed of good answers: of streams after their first token.",
      "milliTokensPerSecond",
      SPEED_BOUNDS,
    ],
  ];
  const rows = foldBy(table, ["model"]);
  for (const [name, help, measure, bounds] of families) {
    out.family(name, "histogram", help);
    for (const { labels, cell } of rows) {
      const histogram = cell.histograms[measure];
      if (histogram.count === 0) continue;
      out.histogram({
        // Both kinds are kept in thousandths of their unit.
        buckets: cumulative(histogram, bounds),
        count: histogram.count,
        sum: histogram.sum / 1000,
      }, labels);
    }
  }
}

function foldBy(
  table: UsageTable,
  by: Dimension[],
): { labels: Labels; cell: UsageCell }[] {
  const positions = by.map((dimension) => DIMENSIONS.indexOf(dimension));
  return [...table.fold(positions).rows()].map(({ values, cell }) => ({
    labels: Object.fromEntries(by.map((name, i) => [name, values[i] ?? ""])),
    cell,
  }));
}

function cumulative(
  histogram: Histogram,
  bounds: number[],
): [number, number][] {
  const ordered = histogram.ordered();
  let next = 0;
  let below = 0;
  return bounds.map((bound) => {
    const last = indexOf(bound);
    while ((ordered[next]?.[0] ?? Infinity) <= last) {
      below += ordered[next++]?.[1] ?? 0;
    }
    return [upperBound(last) / 1000, below];
  });
}
