import { endpoint } from "../../lib/gateway/endpoint.ts";
import { readUsageQuery } from "../../lib/gateway/usage/query.ts";
import { usageReport } from "../../lib/gateway/usage/report.ts";
import { json } from "../../lib/http/json.ts";

export const handler = endpoint({
  GET: async ({ url, services }) => {
    const now = Date.now();
    const question = readUsageQuery(url.searchParams, now);
    // What has just happened should be seen.
    await services.usage.flush();
    return json(
      await usageReport(services.store, question, {
        now,
        unflushedSeconds: services.usage.unflushedSeconds(now),
      }),
    );
  },
}, { access: "owner" });
