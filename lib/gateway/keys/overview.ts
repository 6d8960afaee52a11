import type { z } from "zod";
import { DAY_MS } from "../../store/usage/keys.ts";
import type { KeyDetailSchema } from "../api_schemas/keys.ts";
import { listedModels } from "../models/listed.ts";
import { namesOf } from "../models/models.ts";
import type { Services } from "../services.ts";
import { readUsageQuery } from "../usage/query.ts";
import { usageReport } from "../usage/report.ts";

/** A key with what it uses at present, as `GET /api/keys/{id}` shows it. */
export type KeyDetail = z.output<typeof KeyDetailSchema>;

/** What a key did in the last `KEY_FIGURE_DAYS` days. */
export interface KeyFigures {
  requests: number;
  costMicroCents: number;
  /** Requests of each day, the oldest first. */
  daily: number[];
}

/** How far back the figures of keys go, in days. */
export const KEY_FIGURE_DAYS = 30;

/** Most keys that have figures of their own in one report. */
const MAX_KEYS = 100;

/** Every client key with what it uses. */
export async function keyDetails(services: Services): Promise<KeyDetail[]> {
  const keys = await services.keys.list();
  return await Promise.all(keys.map(async (key) => ({
    ...key,
    usage: await services.limits.usageOf(key.id, key),
  })) as Promise<KeyDetail>[]);
}

/** Figures by key id; keys without requests have none. */
export async function keyFigures(
  services: Services,
  now: number,
): Promise<Record<string, KeyFigures>> {
  const question = readUsageQuery(
    new URLSearchParams({
      from: String(now - KEY_FIGURE_DAYS * DAY_MS + DAY_MS),
      to: String(now),
      step: "day",
      by: "key",
      limit: String(MAX_KEYS),
    }),
    now,
  );
  await services.usage.flush();
  const report = await usageReport(services.store, question, {
    now,
    unflushedSeconds: services.usage.unflushedSeconds(now),
  });
  const days = Math.round((report.to - report.from) / DAY_MS);
  return Object.fromEntries(
    (report.groups ?? []).map(({ value, totals, series }) => {
      const daily = new Array<number>(days).fill(0);
      for (const point of series) {
        daily[Math.floor((point.at - report.from) / DAY_MS)] = point.requests;
      }
      const { requests, costMicroCents } = totals;
      return [value, { requests, costMicroCents, daily }];
    }),
  );
}

/** The names of each listed model, its id first, as scopes of keys see them. */
export async function modelNames(services: Services): Promise<string[][]> {
  const listed = await listedModels(services, null).catch(() => []);
  return listed.map(({ id, model }) => [...new Set(namesOf(id, model))]);
}
