import { page } from "fresh";
import { LinkButton } from "../../components/Button.tsx";
import { Download } from "../../components/icons.ts";
import { Notice } from "../../components/Notice.tsx";
import { PageHead } from "../../components/PageHead.tsx";
import { Filters } from "../../components/requests/Filters.tsx";
import { Pages } from "../../components/requests/Pages.tsx";
import { define } from "../../define.ts";
import { RequestLog } from "../../islands/RequestLog.tsx";
import type { ExplainedRequest } from "../../lib/browser/api_types.ts";
import { rowOf } from "../../lib/cockpit/request_row.ts";
import { readRequestsQuery } from "../../lib/cockpit/requests_query.ts";
import { explained } from "../../lib/gateway/requests/explain.ts";
import { modelNames } from "../../lib/gateway/keys/overview.ts";
import { requestList } from "../../lib/gateway/requests/list.ts";
import { requestNames } from "../../lib/gateway/requests/names.ts";
import { speak } from "../../lib/i18n/mod.ts";
import { getRequest } from "../../lib/store/requests/requests.ts";

const NOTHING = { requests: [], cursor: null, tail: "0-0" };

export const handler = define.handlers({
  GET: async ({ url, state: { services } }) => {
    const query = readRequestsQuery(url, Date.now());
    const [list, names, models] = await Promise.all([
      query.fault === null ? requestList(services, query.list) : NOTHING,
      requestNames(services),
      modelNames(services),
    ]);
    const record = query.id && await getRequest(services.store, query.id);
    return page({
      query,
      list: { ...list, rows: list.requests.map(rowOf) },
      names,
      models: models.flatMap(([name]) => name ?? []),
      record: record
        ? explained(services, record) as unknown as ExplainedRequest
        : null,
    });
  },
});

export default define.page<typeof handler>(function RequestsPage(
  { data, req, url },
) {
  const { language, words } = speak(url, req.headers);
  const { requests, common, surfaces, traces } = words;
  const { skipped, effect, next } = traces;
  const { query, list, names } = data;
  const telling = {
    language,
    names,
    words: { requests, common, surfaces, traces: { skipped, effect, next } },
  };
  const exportOf = (format: string) => {
    const asked = new URLSearchParams(query.filter);
    asked.set("format", format);
    return `/api/requests/export?${asked}`;
  };
  return (
    <>
      <PageHead heading={requests.heading} lead={requests.lead}>
        <LinkButton size="s" icon={Download} href={exportOf("csv")} download>
          {requests.exportCsv}
        </LinkButton>
        <LinkButton size="s" icon={Download} href={exportOf("ndjson")} download>
          {requests.exportNdjson}
        </LinkButton>
      </PageHead>
      <Filters {...telling} query={query} models={data.models} />
      {query.fault !== null
        ? (
          <Notice tone="bad">
            {requests.notUnderstood} {query.fault}
          </Notice>
        )
        : (
          <>
            <RequestLog
              {...telling}
              rows={list.rows}
              cursor={list.cursor}
              tail={list.tail}
              filter={query.filter.toString()}
              link={query.link.toString()}
              isOlder={query.list.cursor !== undefined}
              id={query.id}
              record={data.record}
            />
            <Pages
              words={requests}
              link={query.link}
              cursor={list.cursor}
              isOlder={query.list.cursor !== undefined}
            />
          </>
        )}
    </>
  );
});
