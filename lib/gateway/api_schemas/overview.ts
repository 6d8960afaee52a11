import { z } from "zod";
import { WARNINGS } from "../owner/security_warnings.ts";
import { incidentSchema } from "./accounts.ts";
import { UsageFigures, UsagePoint } from "./usage.ts";

/** How far an overview looks back, in ms. */
export const PERIODS = {
  hour: 60 * 60 * 1000,
  day: 24 * 60 * 60 * 1000,
  week: 7 * 24 * 60 * 60 * 1000,
  month: 30 * 24 * 60 * 60 * 1000,
};

/** The query of `GET /api/overview`. */
export const overviewQuery = z.strictObject({
  period: z.enum(["hour", "day", "week", "month"]).default("day")
    .describe("How far to look back; a month is 30 days"),
});

const room = z.object({ free: z.int(), of: z.int() });

/** The answer of `GET /api/overview`. */
export const overviewSchema = z.object({
  at: z.int(),
  period: z.enum(["hour", "day", "week", "month"]),
  answeredBy: z.enum(["puter", "simulator", "nobody"]),
  accounts: z.object({
    total: z.int(),
    ready: z.int(),
    inFlight: z.int().describe("Calls running now, on this instance"),
  }),
  capacity: z.object({
    atOnce: room.describe("Calls at once"),
    perWindow: room.describe("Calls in 10 s"),
  }).describe("What accounts that are ready can carry, on this instance"),
  usage: z.object({
    stepMs: z.number(),
    from: z.number(),
    to: z.number(),
    totals: UsageFigures,
    before: UsageFigures.nullable().describe(
      "The period before; null where it is not kept",
    ),
    series: z.array(UsagePoint),
  }),
  credit: z.object({
    sky: z.enum(["clear", "rain", "storm", "dry", "unknown"]),
    left: z.number().describe("Micro-cents, without what is reserved"),
    allowance: z.number(),
    burnPerHour: z.number().nullable(),
    runsDryAt: z.number().nullable(),
    refillsAt: z.number(),
    known: z.int().describe("Accounts whose credit is counted"),
    unknown: z.int(),
  }),
  incidents: z.array(incidentSchema),
  troubles: z.array(z.object({
    accountId: z.string(),
    username: z.string(),
    status: z.string(),
    sentence: z.object({ en: z.string(), zh: z.string() }),
  })).describe("Accounts that are not ready, and why"),
  warnings: z.array(z.enum(WARNINGS)),
}).meta({ id: "Overview" });
