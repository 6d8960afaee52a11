import type { z } from "zod";
import {
  type AccountView,
  accountViews,
  incidentViews,
} from "../accounts/views.ts";
import { type overviewSchema, PERIODS } from "../api_schemas/overview.ts";
import type { BrowserRequest } from "./cockpit_session.ts";
import { creditWeather } from "../accounts/credit_weather.ts";
import { capacityOf } from "../pool_capacity.ts";
import { securityWarnings } from "./security_warnings.ts";
import type { Services } from "../services.ts";
import { readUsageQuery } from "../usage/query.ts";
import { usageReport } from "../usage/report.ts";

/** The deployment at a glance. */
export type Overview = z.output<typeof overviewSchema>;

/** What the pool can carry, what it did, and what needs its owner. */
export async function overviewOf(
  request: BrowserRequest,
  period: Overview["period"],
): Promise<Overview> {
  const { services } = request.state;
  const views = await accountViews(services);
  const now = Date.now();
  const simulated = services.simulator();
  const isReal = services.puter.pool.size > 0;
  const pool = isReal || simulated === null
    ? services.puter.pool
    : simulated.pool;
  const accounts = pool.view();
  return {
    at: now,
    period,
    answeredBy: isReal ? "puter" : simulated === null ? "nobody" : "simulator",
    accounts: {
      total: services.puter.pool.size,
      ready: views.filter(({ state }) => state?.status === "ready").length,
      inFlight: accounts.reduce((sum, { inFlight }) => sum + inFlight, 0),
    },
    capacity: capacityOf(accounts),
    usage: await usageOf(services, period, now),
    credit: creditWeather(services.puter.pool.view(), now),
    incidents: incidentViews(services),
    troubles: views.flatMap(troubleOf),
    warnings: securityWarnings(request),
  };
}

async function usageOf(
  services: Services,
  period: Overview["period"],
  now: number,
): Promise<Overview["usage"]> {
  const from = String(now - PERIODS[period]);
  const question = readUsageQuery(new URLSearchParams({ from }), now);
  await services.usage.flush();
  const report = await usageReport(services.store, question, {
    now,
    unflushedSeconds: 0,
  });
  const { stepMs, to, totals, before, series } = report;
  return {
    stepMs,
    from: report.from,
    to,
    totals,
    before: before?.totals ?? null,
    series,
  };
}

function troubleOf(
  { id, username, state, sentence }: AccountView,
): Overview["troubles"] {
  if (state === null || sentence === null || state.status === "ready") {
    return [];
  }
  return [{ accountId: id, username, status: state.status, sentence }];
}
