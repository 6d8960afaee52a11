import { HttpError } from "fresh";
import { define } from "../../../define.ts";
import { readAddress } from "../../../lib/browser/analytics/address.ts";
import { chartsOf } from "../../../lib/browser/analytics/charts.ts";
import { valueName } from "../../../lib/browser/analytics/value_name.ts";
import { analyticsReport } from "../../../lib/cockpit/analytics.ts";
import { chartCsv } from "../../../lib/cockpit/chart_csv.ts";
import { speak } from "../../../lib/i18n/mod.ts";

/** The numbers of a chart as a file: `requests.csv`. */
export const handler = define.handlers({
  GET: async ({ params, req, state: { services, session }, url }) => {
    if (!session) throw new HttpError(404);
    const { words } = speak(url, req.headers);
    const address = readAddress(url.searchParams);
    const report = await analyticsReport(services, address, Date.now());
    const chart = chartsOf({
      ...report,
      words: words.analytics.lines,
      nameOf: (dimension, value) =>
        valueName({ names: report.names, words }, dimension, value),
    }).find(({ name }) => `${name}.csv` === params.file);
    if (chart === undefined) throw new HttpError(404);
    const file = `${chart.name}-${address.range}.csv`;
    return new Response(chartCsv(chart), {
      headers: {
        "content-type": "text/csv; charset=utf-8; header=present",
        "content-disposition": `attachment; filename="${file}"`,
        "cache-control": "no-store",
      },
    });
  },
});
