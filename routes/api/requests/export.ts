import { requestExportQuery } from "../../../lib/gateway/api_schemas/requests.ts";
import { endpoint } from "../../../lib/gateway/endpoint.ts";
import {
  EXPORT_FORMATS,
  exportRequests,
} from "../../../lib/gateway/requests/export.ts";
import {
  filterOf,
  readRequestQuery,
} from "../../../lib/gateway/requests/query.ts";

export const handler = endpoint({
  GET: async ({ url, services }) => {
    const query = readRequestQuery(url.searchParams, requestExportQuery);
    const format = EXPORT_FORMATS[query.format];
    // A database that is away is told by a status, not by a broken file.
    await services.store.kv();
    await services.recorder.flush();
    const time = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
    return new Response(
      exportRequests(services.store, filterOf(query), format),
      {
        headers: [
          ["content-type", format.contentType],
          ["cache-control", "no-store"],
          [
            "content-disposition",
            `attachment; filename="requests-${time}.${format.ending}"`,
          ],
          ["x-content-type-options", "nosniff"],
        ],
      },
    );
  },
}, { access: "owner" });
