import {
  type RequestRow,
  rowOf,
  type SentRecord,
} from "../../cockpit/request_row.ts";
import { api } from "../api.ts";
import type { RequestPage } from "../api_types.ts";
import type { LoadedPage } from "./live_log.ts";
import { LOG_LIMITS } from "./log_window.ts";

/** Loads parts of what a filter wants. */
export function loadPage(
  filter: URLSearchParams,
): (cursor: string | null) => Promise<LoadedPage<RequestRow>> {
  return async (cursor) => {
    const query = new URLSearchParams(filter);
    query.set("limit", String(LOG_LIMITS.pageRows));
    if (cursor !== null) query.set("cursor", cursor);
    const answer = await api.get<RequestPage>(`/api/requests?${query}`);
    if (!answer.ok) return answer;
    const { requests, cursor: next } = answer.value;
    const rows = requests.map((record) => rowOf(record as SentRecord));
    return { ok: true, page: { rows, cursor: next } };
  };
}

/** The row of a record that the tail told. */
export function readRow(text: string): RequestRow {
  return rowOf(JSON.parse(text) as SentRecord);
}
