import { searchOf } from "../../lib/browser/analytics/address.ts";
import { MAX_LINES } from "../../lib/browser/analytics/charts.ts";
import { writeShort } from "../../lib/browser/analytics/write_value.ts";
import { fill } from "../../lib/i18n/fill.ts";
import {
  formatChange,
  formatCount,
  formatMoney,
  formatNumber,
  formatShare,
} from "../../lib/i18n/format.ts";
import type { Dimension } from "../../lib/store/usage/cell.ts";
import { type Column, Table } from "../Table.tsx";
import type { AnalyticsParts } from "./context.ts";

type Group = NonNullable<AnalyticsParts["usage"]["groups"]>[number];

/** The values of a dimension side by side; each leads to its own figures. */
export function Breakdown(parts: AnalyticsParts & { by: Dimension }) {
  const { usage: { groups, moreGroups }, by, words: { analytics } } = parts;
  const { breakdown, dimensions } = analytics;
  const heading = fill(breakdown.heading, {
    dimension: dimensions[by].toLowerCase(),
  });
  const rows = groups ?? [];
  return (
    <section class="card" aria-labelledby="breakdown">
      <div class="card-head">
        <h2 id="breakdown">{heading}</h2>
        {rows.length > MAX_LINES && (
          <span class="hint">{fill(breakdown.drawn, { n: MAX_LINES })}</span>
        )}
      </div>
      <Table
        caption={heading}
        columns={columnsOf(parts)}
        rows={rows}
        keyOf={({ value }) => value}
      />
      {moreGroups > 0 && (
        <p class="hint">{fill(breakdown.more, { n: moreGroups })}</p>
      )}
    </section>
  );
}

function columnsOf(
  { by, usage, address, language, nameOf, words: { analytics } }:
    & AnalyticsParts
    & { by: Dimension },
): Column<Group>[] {
  const { breakdown, figures, dimensions } = analytics;
  const ms = (value: number | undefined) =>
    value === undefined ? figures.none : writeShort(value, "ms", language);
  const number = (
    id: string,
    head: string,
    cell: (group: Group) => string,
  ): Column<Group> => ({ id, head, cell, isNumber: true });
  return [
    {
      id: "value",
      head: dimensions[by],
      cell: ({ value }) => (
        <a href={searchOf(address, { only: { dimension: by, value } })}>
          {nameOf(by, value)}
        </a>
      ),
    },
    number(
      "requests",
      figures.requests,
      ({ totals }) => formatNumber(totals.requests, language),
    ),
    number(
      "share",
      breakdown.share,
      ({ totals }) =>
        formatShare(totals.requests / usage.totals.requests, language),
    ),
    number(
      "change",
      breakdown.change,
      ({ totals, before }) =>
        before === null
          ? figures.none
          : before.requests === 0
          ? breakdown.isNew
          : formatChange(totals.requests / before.requests - 1, language),
    ),
    number(
      "success",
      breakdown.success,
      ({ totals }) => formatShare(totals.ok / totals.requests, language),
    ),
    number(
      "tokens",
      breakdown.tokens,
      ({ totals }) =>
        formatCount(totals.promptTokens + totals.completionTokens, language),
    ),
    number(
      "cost",
      breakdown.cost,
      ({ totals }) => formatMoney(totals.costMicroCents, language),
    ),
    number("ttft", breakdown.ttft, ({ totals }) => ms(totals.ttftMs?.p50)),
    number("ttft95", breakdown.ttft95, ({ totals }) => ms(totals.ttftMs?.p95)),
    number(
      "duration",
      breakdown.duration,
      ({ totals }) => ms(totals.durationMs?.p50),
    ),
    number(
      "speed",
      breakdown.speed,
      ({ totals }) =>
        totals.tokensPerSecond === null
          ? figures.none
          : writeShort(totals.tokensPerSecond.p50, "speed", language),
    ),
  ];
}
