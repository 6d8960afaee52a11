import type { ComponentChildren } from "preact";
import type { Overview } from "../../lib/browser/api_types.ts";
import { fill } from "../../lib/i18n/fill.ts";
import {
  formatCount,
  formatDuration,
  formatMoney,
  formatShare,
} from "../../lib/i18n/format.ts";
import { Sparkline } from "../Sparkline.tsx";
import { Stat } from "../Stat.tsx";
import type { OverviewProps } from "./context.ts";
import { Trend } from "./Trend.tsx";

type Totals = Overview["usage"]["totals"];

/** One figure of a period. */
interface Figure {
  name: "requests" | "success" | "ttft" | "tokens" | "cost";
  /** Null where nothing was measured. */
  of: (totals: Totals) => number | null;
  better?: "more" | "less";
  write: (value: number) => string;
  note?: ComponentChildren;
}

/** What was done in a period, each with its trend against the one before. */
export function Figures(props: OverviewProps) {
  const { overview: { usage }, language, words } = props;
  const { totals, before } = usage;
  return (
    <div class="figures">
      {figuresOf(props).map(({ name, of, better, write, note }) => {
        const value = of(totals);
        return (
          <Stat
            key={name}
            label={words[name]}
            value={value === null ? words.none : write(value)}
            note={
              <span class="spread">
                <Trend
                  now={value}
                  before={before === null ? null : of(before)}
                  better={better}
                  language={language}
                  words={words}
                />
                {note && <span>{note}</span>}
              </span>
            }
          >
            <Sparkline
              values={seriesOf(usage, of)}
              label={fill(words.chart, { what: words[name] })}
            />
          </Stat>
        );
      })}
    </div>
  );
}

function figuresOf({ overview, language, words }: OverviewProps): Figure[] {
  const { totals } = overview.usage;
  const p95 = totals.ttftMs?.p95;
  const told = totals.requests === 0 ? 0 : totals.withCost / totals.requests;
  return [
    {
      name: "requests",
      of: ({ requests }) => requests,
      write: (value) => formatCount(value, language),
    },
    {
      name: "success",
      of: ({ ok, requests }) => requests === 0 ? null : ok / requests,
      better: "more",
      write: (value) => formatShare(value, language),
    },
    {
      name: "ttft",
      of: ({ ttftMs }) => ttftMs?.p50 ?? null,
      better: "less",
      write: (value) => formatDuration(value, language),
      note: p95 !== undefined &&
        fill(words.p95, { time: formatDuration(p95, language) }),
    },
    {
      name: "tokens",
      of: ({ promptTokens, completionTokens }) =>
        promptTokens + completionTokens,
      write: (value) => formatCount(value, language),
      note: fill(words.tokensNote, {
        input: formatCount(totals.promptTokens, language),
        output: formatCount(totals.completionTokens, language),
      }),
    },
    {
      name: "cost",
      of: ({ costMicroCents }) => costMicroCents,
      write: (value) => formatMoney(value, language),
      note: totals.requests > 0 && told < 1 &&
        fill(words.costNote, { share: formatShare(told, language) }),
    },
  ];
}

/** Periods without requests are left out of the answer. */
function seriesOf(
  { from, to, stepMs, series }: Overview["usage"],
  of: Figure["of"],
): (number | null)[] {
  const points = new Map(series.map((point) => [point.at, of(point)]));
  const values: (number | null)[] = [];
  for (let at = from; at < to; at += stepMs) {
    values.push(points.get(at) ?? null);
  }
  return values;
}
