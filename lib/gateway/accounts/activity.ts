import type { z } from "zod";
import type { RequestRecord } from "../../store/requests/record.ts";
import { listRequests } from "../../store/requests/search.ts";
import type { activitySchema } from "../api_schemas/accounts.ts";
import { notFound } from "../owner/owner_body.ts";
import type { Services } from "../services.ts";
import { readUsageQuery } from "../usage/query.ts";
import { usageReport } from "../usage/report.ts";

type Activity = z.output<typeof activitySchema>;

const DAY_MS = 24 * 60 * 60 * 1000;

/** Looked at: a week. */
const SPAN_MS = 7 * DAY_MS;

const MODELS = 8;

/** Its latest requests that are searched for a call that failed. */
const LATEST = 50;

/**
 * What an account served within a week, and its last failure.
 *
 * @throws {ApiError} 404 when there is no such account
 */
export async function accountActivity(
  services: Services,
  id: string,
): Promise<Activity> {
  if (await services.accounts.get(id) === null) throw notFound("account", id);
  const now = Date.now();
  const question = readUsageQuery(
    new URLSearchParams({
      from: String(now - SPAN_MS),
      by: "model",
      account: id,
      series: "none",
      limit: String(MODELS),
    }),
    now,
  );
  await Promise.all([services.usage.flush(), services.recorder.flush()]);
  const { from, totals, groups } = await usageReport(services.store, question, {
    now,
    unflushedSeconds: 0,
  });
  return {
    from,
    requests: totals.requests,
    ok: totals.ok,
    models: (groups ?? []).filter(({ totals }) => totals.ok > 0)
      .map(({ value, totals }) => ({
        model: value,
        requests: totals.requests,
      })),
    lastError: await lastErrorOf(services, id),
  };
}

/** A request that was served in the end may have failed on this account. */
async function lastErrorOf(
  { store }: Services,
  id: string,
): Promise<Activity["lastError"]> {
  const searches = [
    { account: [id] },
    { account: [id], outcome: ["failed" as const] },
  ];
  for (const filter of searches) {
    const { records } = await listRequests(store, { limit: LATEST, filter });
    for (const record of records) {
      const error = errorIn(record, id);
      if (error !== null) return error;
    }
  }
  return null;
}

function errorIn(record: RequestRecord, id: string): Activity["lastError"] {
  const attempt = record.attempts.findLast(({ accountId, code }) =>
    accountId === id && code !== null
  );
  if (attempt === undefined) return null;
  return {
    requestId: record.id,
    at: record.at + (attempt.atMs ?? 0),
    model: attempt.model ?? record.model,
    code: attempt.code,
    blame: attempt.blame,
    status: attempt.status,
  };
}
