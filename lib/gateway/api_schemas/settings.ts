import { z } from "zod";
import { modelNotes, settingsShape } from "../../store/settings/shape.ts";

/** Settings to change; null gives one back to the environment. */
export const settingsPatchSchema = z.strictObject({
  defaultModel: settingsShape.defaultModel.exactOptional(),
  aliases: settingsShape.aliases.nullable().exactOptional(),
  strategy: settingsShape.strategy.nullable().exactOptional(),
  affinity: settingsShape.affinity.nullable().exactOptional(),
  maxQueueMs: settingsShape.maxQueueMs.nullable().exactOptional(),
  requestBudgetMs: settingsShape.requestBudgetMs.nullable().exactOptional(),
  reserveMicroCents: settingsShape.reserveMicroCents.nullable().exactOptional(),
  defaultMaxTokens: settingsShape.defaultMaxTokens.nullable().exactOptional(),
  keepAliveMs: settingsShape.keepAliveMs.nullable().exactOptional(),
  recordDays: settingsShape.recordDays.nullable().exactOptional(),
  bodyHours: settingsShape.bodyHours.nullable().exactOptional(),
  responseDays: settingsShape.responseDays.nullable().exactOptional(),
  auditDays: settingsShape.auditDays.nullable().exactOptional(),
  corsOrigins: settingsShape.corsOrigins.nullable().exactOptional(),
  simulator: settingsShape.simulator.nullable().exactOptional(),
  exposeAccount: settingsShape.exposeAccount.nullable().exactOptional(),
  models: settingsShape.models.nullable().exactOptional(),
});

/** A list of models that can be shared between gateways. */
export const modelNotesSchema = z.object({
  /** Tells such a file from others. */
  object: z.literal("puter-2api.models").optional(),
  version: z.literal(1).optional(),
  models: modelNotes,
});

/** One setting as `GET /api/settings` shows it. */
const settingView = z.object({
  value: z.unknown().describe("What is in force"),
  source: z.enum(["default", "environment", "stored"]),
  variable: z.string().nullable().describe(
    "The environment variable that gives its start; null when there is none",
  ),
  start: z.unknown().describe("What null would bring back"),
  default: z.unknown(),
  description: z.object({ en: z.string(), zh: z.string() }),
});

/** The answer of `GET` and `PATCH /api/settings`. */
export const settingsViewSchema = z.object({
  settings: z.record(z.string(), settingView),
  changedAt: z.int().nullable().describe("Unix ms of the last change"),
});
