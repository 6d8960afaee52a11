import type { Settings } from "../../store/settings/record.ts";

/** How a setting is put in. */
export type Control =
  | { kind: "switch" }
  | { kind: "choice"; options: readonly string[] }
  | { kind: "number"; unit: "ms" | "days" | "hours" | "tokens" | "dollars" }
  | { kind: "model" }
  | { kind: "origins" }
  | { kind: "aliases" };

/** A setting of the general part; the list of models has a part of its own. */
export type SettingName = Exclude<keyof Settings, "models">;

/** Every setting with its control. */
export const CONTROLS: Record<SettingName, Control> = {
  defaultModel: { kind: "model" },
  aliases: { kind: "aliases" },
  defaultMaxTokens: { kind: "number", unit: "tokens" },
  keepAliveMs: { kind: "number", unit: "ms" },
  simulator: { kind: "choice", options: ["auto", "on", "off"] },
  strategy: {
    kind: "choice",
    options: [
      "least_in_flight",
      "round_robin",
      "weighted",
      "fill_first",
      "most_credit",
      "spend_first_what_expires_first",
    ] satisfies Settings["strategy"][],
  },
  affinity: { kind: "switch" },
  maxQueueMs: { kind: "number", unit: "ms" },
  requestBudgetMs: { kind: "number", unit: "ms" },
  reserveMicroCents: { kind: "number", unit: "dollars" },
  corsOrigins: { kind: "origins" },
  exposeAccount: { kind: "switch" },
  recordDays: { kind: "number", unit: "days" },
  bodyHours: { kind: "number", unit: "hours" },
  responseDays: { kind: "number", unit: "days" },
  auditDays: { kind: "number", unit: "days" },
};

/** The settings by subject, in the order they are shown. */
export const GROUPS = {
  answers: [
    "defaultModel",
    "aliases",
    "defaultMaxTokens",
    "keepAliveMs",
    "simulator",
  ],
  pool: [
    "strategy",
    "affinity",
    "maxQueueMs",
    "requestBudgetMs",
    "reserveMicroCents",
  ],
  access: ["corsOrigins", "exposeAccount"],
  keeping: ["recordDays", "bodyHours", "responseDays", "auditDays"],
} as const satisfies Record<string, readonly SettingName[]>;
