import type { Store } from "../../store/kv.ts";
import type { RequestFilter } from "../../store/requests/filter.ts";
import { outcomeOf, type RequestRecord } from "../../store/requests/record.ts";
import { listRequests } from "../../store/requests/search.ts";

/** Records read at once, and held in memory at most. */
const PAGE = 200;

/** How records become lines of a file. */
export interface ExportFormat {
  contentType: string;
  /** Ending of a file's name, without the dot. */
  ending: string;
  /** First line, with its end; none when empty. */
  head: string;
  /** Lines of a record, with their ends. */
  write(record: RequestRecord): string;
}

/** Spreadsheets run cells that begin like this, the wide forms included. */
const FORMULA = /^\s*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20|%]/;

const COLUMNS: [name: string, (record: RequestRecord) => unknown][] = [
  ["id", (record) => record.id],
  ["time", (record) => new Date(record.at).toISOString()],
  ["key_id", (record) => record.keyId],
  ["key_name", (record) => record.keyName],
  ["surface", (record) => record.surface],
  ["model", (record) => record.model],
  ["served_model", (record) => record.servedModel],
  ["account_id", (record) => record.accountId],
  ["outcome", outcomeOf],
  ["status", (record) => record.status],
  ["code", (record) => record.code],
  ["blame", (record) => record.blame],
  ["attempts", (record) => record.attempts.length],
  ["ttft_ms", (record) => record.ttftMs],
  ["duration_ms", (record) => record.durationMs],
  ["prompt_tokens", (record) => record.promptTokens],
  ["completion_tokens", (record) => record.completionTokens],
  ["cached_tokens", (record) => record.cachedTokens],
  ["reasoning_tokens", (record) => record.reasoningTokens],
  ["cost_micro_cents", (record) => record.costMicroCents],
  ["stream", (record) => record.stream],
  ["upstream", (record) => record.upstream],
];

/** The formats of an export, by name. */
export const EXPORT_FORMATS: Record<"ndjson" | "csv", ExportFormat> = {
  ndjson: {
    contentType: "application/x-ndjson; charset=utf-8",
    ending: "ndjson",
    head: "",
    write: (record) => `${JSON.stringify(record)}\n`,
  },
  csv: {
    contentType: "text/csv; charset=utf-8; header=present",
    ending: "csv",
    head: csvLine(COLUMNS.map(([name]) => name)),
    write: (record) => csvLine(COLUMNS.map(([, read]) => read(record))),
  },
};

/**
 * All records that a filter wants, newest first, as a stream that is pulled:
 * one page is in memory, however many there are. When the database fails, the
 * stream fails, so that a part is not taken for the whole.
 */
export function exportRequests(
  store: Store,
  filter: RequestFilter,
  format: ExportFormat,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const now = Date.now();
  let cursor: string | undefined;
  let text = format.head;
  return new ReadableStream({
    async pull(controller) {
      for (;;) {
        const options = { limit: PAGE, cursor, filter, now };
        const page = await listRequests(store, options);
        for (const record of page.records) text += format.write(record);
        if (text !== "") controller.enqueue(encoder.encode(text));
        if (page.cursor === null) return controller.close();
        cursor = page.cursor;
        if (text !== "") break;
      }
      text = "";
    },
  }, { highWaterMark: 0 });
}

function csvLine(values: unknown[]): string {
  return `${values.map(csvCell).join(",")}\r\n`;
}

/** A cell of RFC 4180 that no spreadsheet takes for a formula. */
export function csvCell(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "number" || typeof value === "boolean") {
    return `${value}`;
  }
  const text = String(value);
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n\t']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
