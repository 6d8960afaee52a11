import type { Settings } from "./record.ts";
import { settingsShape } from "./shape.ts";

/** Settings that the environment gives. */
export type GivenSettings = Partial<Settings>;

/** What is in force when nobody says otherwise. */
export const SETTING_DEFAULTS: Settings = {
  defaultModel: null,
  aliases: {},
  strategy: "least_in_flight",
  affinity: false,
  maxQueueMs: 2000,
  requestBudgetMs: 45_000,
  reserveMicroCents: 0,
  defaultMaxTokens: 8192,
  keepAliveMs: 10_000,
  recordDays: 30,
  bodyHours: 24,
  responseDays: 30,
  auditDays: 365,
  corsOrigins: ["*"],
  simulator: "auto",
  exposeAccount: false,
  models: [],
};

/** The environment variables of the settings that have one. */
export const SETTING_VARIABLES = {
  defaultModel: "DEFAULT_MODEL",
  strategy: "STRATEGY",
  maxQueueMs: "MAX_QUEUE_MS",
  requestBudgetMs: "REQUEST_BUDGET_MS",
  defaultMaxTokens: "DEFAULT_MAX_TOKENS",
  keepAliveMs: "KEEP_ALIVE_MS",
  recordDays: "RECORD_DAYS",
  responseDays: "RESPONSE_DAYS",
  corsOrigins: "CORS_ORIGINS",
  simulator: "SIMULATOR",
} as const satisfies Partial<Record<keyof Settings, string>>;

/**
 * Reads the settings that the environment gives. Blank values count as absent.
 *
 * @throws {Error} naming the variable, when a value is unusable
 */
export function givenSettings(
  get: (name: string) => string | undefined,
): GivenSettings {
  const given: Record<string, unknown> = {};
  for (const [name, variable] of Object.entries(SETTING_VARIABLES)) {
    const text = get(variable)?.trim();
    if (!text) continue;
    const setting = name as keyof typeof SETTING_VARIABLES;
    const result = settingsShape[setting].safeParse(parsed(setting, text));
    if (!result.success) {
      const why = result.error.issues[0]?.message;
      throw new Error(
        `${variable} is of no use: ${why}: current value is "${text}"`,
      );
    }
    given[name] = result.data;
  }
  return given;
}

function parsed(name: keyof typeof SETTING_VARIABLES, text: string): unknown {
  switch (name) {
    case "corsOrigins":
      return text.split(/[\s,]+/).filter((origin) => origin !== "");
    case "simulator":
    case "strategy":
      return text.toLowerCase();
    case "defaultModel":
      return text;
    default:
      return /^\d+$/.test(text) ? Number(text) : text;
  }
}
