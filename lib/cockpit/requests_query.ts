import type { z } from "zod";
import { requestListQuery } from "../gateway/api_schemas/requests.ts";
import { readRequestQuery } from "../gateway/requests/query.ts";
import { ApiError } from "../http/errors.ts";
import { DIMENSIONS } from "../store/requests/filter.ts";

const MINUTE_MS = 60_000;

/** Stretches of time before now that can be asked for by name, in ms. */
export const WITHIN: Readonly<Record<string, number>> = {
  "15m": 15 * MINUTE_MS,
  "1h": 60 * MINUTE_MS,
  "6h": 6 * 60 * MINUTE_MS,
  "24h": 24 * 60 * MINUTE_MS,
  "7d": 7 * 24 * 60 * MINUTE_MS,
  "30d": 30 * 24 * 60 * MINUTE_MS,
};

/** What the address of the page of requests asks for. */
export interface RequestsQuery {
  /** As the API is asked. */
  list: z.output<typeof requestListQuery>;
  /** The filter alone, as the API takes it. */
  filter: URLSearchParams;
  /** The filter as the page's own addresses carry it. */
  link: URLSearchParams;
  /** A key of `WITHIN`; null without. */
  within: string | null;
  /** The request whose details are open. */
  id: string | null;
  /** Why the filter is not understood; nothing is listed then. */
  fault: string | null;
}

/** Reads the address of the page; empty fields are those of a form. */
export function readRequestsQuery(url: URL, now: number): RequestsQuery {
  const link = new URLSearchParams();
  const asked = url.searchParams;
  const within = Object.hasOwn(WITHIN, asked.get("within") ?? "")
    ? asked.get("within")
    : null;
  if (within !== null) link.set("within", within);
  for (const name of ["from", "to"]) {
    const time = timeIn(asked.get(name));
    if (time !== "") link.set(name, time);
  }
  for (const name of DIMENSIONS) {
    const values = asked.getAll(name).filter((value) => value !== "");
    for (const value of new Set(values)) link.append(name, value);
  }
  const filter = new URLSearchParams(link);
  filter.delete("within");
  if (within !== null && !filter.has("from")) {
    filter.set("from", String(now - (WITHIN[within] ?? 0)));
  }
  const { list, fault } = parsed(filter, asked.get("cursor"));
  return { list, filter, link, within, id: asked.get("id") || null, fault };
}

/** Times of forms have no zone; without a script they are in UTC. */
function timeIn(text: string | null): string {
  if (text === null) return "";
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(text)) return text;
  return `${text.length === 16 ? `${text}:00` : text}Z`;
}

function parsed(filter: URLSearchParams, cursor: string | null) {
  const query = new URLSearchParams(filter);
  if (cursor) query.set("cursor", cursor);
  try {
    return { list: readRequestQuery(query, requestListQuery), fault: null };
  } catch (thrown) {
    if (!(thrown instanceof ApiError)) throw thrown;
    const list = readRequestQuery(new URLSearchParams(), requestListQuery);
    return { list, fault: thrown.message };
  }
}
