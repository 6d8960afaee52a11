import type { ComponentChildren } from "preact";
import { blamesOf, failuresOf } from "../../lib/browser/analytics/charts.ts";
import { writeShort } from "../../lib/browser/analytics/write_value.ts";
import { fill } from "../../lib/i18n/fill.ts";
import {
  formatCount,
  formatMoney,
  formatShare,
} from "../../lib/i18n/format.ts";
import { Trend, type TrendProps } from "../overview/Trend.tsx";
import { Stat } from "../Stat.tsx";
import type { AnalyticsParts } from "./context.ts";

type Figures = AnalyticsParts["usage"]["totals"];

interface Total {
  name:
    | "requests"
    | "success"
    | "tokens"
    | "cost"
    | "ttft"
    | "duration"
    | "speed";
  /** Null where nothing was measured. */
  of: (figures: Figures) => number | null;
  better?: TrendProps["better"];
  write: (value: number) => string;
  notes: ComponentChildren[];
}

/** All requests of the time in a few figures, against the time before. */
export function Totals(parts: AnalyticsParts) {
  const { usage: { totals, before }, language, words } = parts;
  return (
    <section class="analytics-totals" aria-labelledby="totals">
      <h2 id="totals" class="visually-hidden">
        {words.analytics.figures.heading}
      </h2>
      {totalsOf(parts).map(({ name, of, better, write, notes }) => {
        const value = of(totals);
        return (
          <Stat
            key={name}
            label={words.analytics.figures[name]}
            value={
              <span class="cluster">
                {value === null ? words.analytics.figures.none : write(value)}
                <span class="stat-note">
                  <Trend
                    now={value}
                    before={before === null ? null : of(before.totals)}
                    better={better}
                    language={language}
                    words={words.overview}
                  />
                </span>
              </span>
            }
          >
            {notes.filter(Boolean).map((note, i) => (
              <div key={i} class="stat-note">{note}</div>
            ))}
          </Stat>
        );
      })}
      <Failures {...parts} />
    </section>
  );
}

function totalsOf(parts: AnalyticsParts): Total[] {
  const { usage: { totals }, language } = parts;
  const { figures } = parts.words.analytics;
  const count = (value: number) => formatCount(value, language);
  const toldShare = (told: number, text: string) =>
    told < totals.requests &&
    fill(text, { share: formatShare(told / totals.requests, language) });
  const spread = (
    name: "ttftMs" | "durationMs",
  ) =>
    totals[name] !== null && fill(figures.spread, {
      p95: writeShort(totals[name].p95, "ms", language),
      p99: writeShort(totals[name].p99, "ms", language),
    });
  const ms = (value: number) => writeShort(value, "ms", language);
  const speeds = totals.tokensPerSecond;
  return [
    {
      name: "requests",
      of: ({ requests }) => requests,
      write: count,
      notes: [],
    },
    {
      name: "success",
      of: ({ ok, requests }) => requests === 0 ? null : ok / requests,
      better: "more",
      write: (value) => formatShare(value, language),
      notes: [],
    },
    {
      name: "tokens",
      of: ({ promptTokens, completionTokens }) =>
        promptTokens + completionTokens,
      write: count,
      notes: [
        fill(figures.tokensNote, {
          prompt: count(totals.promptTokens),
          cached: count(totals.cachedTokens),
          completion: count(totals.completionTokens),
          reasoning: count(totals.reasoningTokens),
        }),
        toldShare(totals.withTokens, figures.tokensTold),
      ],
    },
    {
      name: "cost",
      of: ({ costMicroCents }) => costMicroCents,
      write: (value) => formatMoney(value, language),
      notes: [toldShare(totals.withCost, figures.costNote)],
    },
    {
      name: "ttft",
      of: ({ ttftMs }) => ttftMs?.p50 ?? null,
      better: "less",
      write: ms,
      notes: [spread("ttftMs")],
    },
    {
      name: "duration",
      of: ({ durationMs }) => durationMs?.p50 ?? null,
      better: "less",
      write: ms,
      notes: [spread("durationMs")],
    },
    {
      name: "speed",
      of: ({ tokensPerSecond }) => tokensPerSecond?.p50 ?? null,
      better: "more",
      write: (value) => writeShort(value, "speed", language),
      notes: [
        speeds !== null && fill(figures.spreadFast, {
          p90: writeShort(speeds.p90, "speed", language),
          p99: writeShort(speeds.p99, "speed", language),
        }),
      ],
    },
  ];
}

function Failures(parts: AnalyticsParts) {
  const { usage: { totals, before }, blames, language, nameOf } = parts;
  const { figures } = parts.words.analytics;
  const failures = failuresOf(totals);
  return (
    <Stat
      label={figures.errors}
      value={
        <span class="cluster">
          {formatCount(failures, language)}
          <span class="stat-note">
            <Trend
              now={failures}
              before={before && failuresOf(before.totals)}
              better="less"
              language={language}
              words={parts.words.overview}
            />
          </span>
        </span>
      }
      note={failures === 0
        ? figures.noErrors
        : blamesOf(blames).map(({ value, totals }) =>
          fill(figures.cause, {
            name: nameOf("blame", value),
            count: formatCount(failuresOf(totals), language),
          })
        ).join(" · ")}
    />
  );
}
