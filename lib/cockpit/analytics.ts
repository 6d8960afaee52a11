import { type Address, RANGES } from "../browser/analytics/address.ts";
import { accountViews } from "../gateway/accounts/views.ts";
import type { Services } from "../gateway/services.ts";
import { readUsageQuery } from "../gateway/usage/query.ts";
import { usageReport } from "../gateway/usage/report.ts";
import type { Dimension } from "../store/usage/cell.ts";

type Usage = Awaited<ReturnType<typeof usageReport>>;

/** Values of a dimension, the most used first. */
export type Values = Partial<Record<Dimension, string[]>>;

/** Names of accounts and keys by their ids. */
export type Names = Partial<Record<Dimension, Record<string, string>>>;

/** What the page of figures shows. */
export interface AnalyticsReport {
  usage: Usage;
  /** The same requests by blame. */
  blames: Usage;
  names: Names;
  /** What the page can be narrowed to, as used in its range. */
  values: Values;
}

/** Groups of a report; those of a year make the most points it may have. */
const MAX_GROUPS = 20;

/** Dimensions that the page can be narrowed to by a choice. */
const CHOICES = ["model", "account", "key", "surface", "blame"] as const;

/**
 * The figures an address asks for.
 *
 * @throws {ApiError} 503 when the database is not available
 */
export async function analyticsReport(
  services: Services,
  address: Address,
  now: number,
): Promise<AnalyticsReport> {
  // What has just happened should be seen.
  await services.usage.flush();
  const ask = (query: Record<string, string>) =>
    usageReport(
      services.store,
      readUsageQuery(
        new URLSearchParams({
          from: String(now - RANGES[address.range]),
          to: String(now),
          limit: String(MAX_GROUPS),
          ...query,
        }),
        now,
      ),
      { now, unflushedSeconds: services.usage.unflushedSeconds(now) },
    );
  const { by, only } = address;
  const filter = only === null ? {} : { [only.dimension]: only.value };
  const [usage, blames, names, ...values] = await Promise.all([
    ask(by === null ? filter : { ...filter, by }),
    ask({ ...filter, by: "blame" }),
    namesOf(services),
    ...CHOICES.map((by) => ask({ by, series: "none" })),
  ]);
  return {
    usage,
    blames,
    names,
    values: Object.fromEntries(
      CHOICES.map((name, i) => [
        name,
        values[i]?.groups?.map(({ value }) => value) ?? [],
      ]),
    ),
  };
}

async function namesOf(services: Services): Promise<Names> {
  const [accounts, keys] = await Promise.all([
    accountViews(services),
    services.keys.list(),
  ]);
  return {
    account: Object.fromEntries(
      accounts.map(({ id, username }) => [id, username]),
    ),
    key: Object.fromEntries(keys.map(({ id, name }) => [id, name])),
  };
}
