import { page } from "fresh";
import { Breakdown } from "../../components/analytics/Breakdown.tsx";
import { ChartCard } from "../../components/analytics/ChartCard.tsx";
import { Choices } from "../../components/analytics/Choices.tsx";
import type { AnalyticsParts } from "../../components/analytics/context.ts";
import { NothingYet } from "../../components/analytics/NothingYet.tsx";
import { Totals } from "../../components/analytics/Totals.tsx";
import { PageHead } from "../../components/PageHead.tsx";
import { define } from "../../define.ts";
import { readAddress } from "../../lib/browser/analytics/address.ts";
import { chartsOf } from "../../lib/browser/analytics/charts.ts";
import { valueName } from "../../lib/browser/analytics/value_name.ts";
import { analyticsReport } from "../../lib/cockpit/analytics.ts";
import { fill } from "../../lib/i18n/fill.ts";
import { formatShare, formatTime } from "../../lib/i18n/format.ts";
import { speak } from "../../lib/i18n/mod.ts";

export const handler = define.handlers({
  GET: async ({ state: { services }, url }) => {
    const address = readAddress(url.searchParams);
    const report = await analyticsReport(services, address, Date.now());
    return page({ address, report });
  },
});

export default define.page<typeof handler>(function AnalyticsPage(
  { data: { address, report }, req, url },
) {
  const { language, words } = speak(url, req.headers);
  const { analytics } = words;
  const parts: AnalyticsParts = {
    ...report,
    address,
    language,
    words,
    nameOf: (dimension, value) =>
      valueName({ names: report.names, words }, dimension, value),
  };
  const isEmpty = report.usage.totals.requests === 0;
  return (
    <>
      <PageHead heading={analytics.heading} lead={analytics.lead} />
      <div class="analytics">
        <Choices {...parts} />
        {isEmpty ? <NothingYet {...parts} /> : (
          <>
            <Totals {...parts} />
            {address.by !== null && <Breakdown {...parts} by={address.by} />}
            <div class="charts">
              {chartsOf({ ...parts, words: analytics.lines }).map((chart) => (
                <ChartCard key={chart.name} {...parts} chart={chart} />
              ))}
            </div>
          </>
        )}
        <Freshness {...parts} />
      </div>
    </>
  );
});

/** Says how far the figures can be relied on. */
function Freshness({ usage, address, language, words }: AnalyticsParts) {
  const { analytics } = words;
  return (
    <p class="hint">
      {fill(analytics.freshness, {
        time: formatTime(usage.asOf, language, "UTC"),
        n: usage.unflushedSeconds,
        error: formatShare(usage.percentileError, language),
      })} {usage.before === null
        ? analytics.notCompared
        : fill(analytics.compared, { range: analytics.before[address.range] })}
    </p>
  );
}
