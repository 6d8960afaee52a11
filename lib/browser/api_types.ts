import type { z } from "zod";
import type {
  accountSchema,
  connectionSchema,
  probeSchema,
} from "../gateway/api_schemas/accounts.ts";
import type {
  auditEventSchema,
  auditPageSchema,
} from "../gateway/api_schemas/audit.ts";
import type {
  KeyDetailSchema,
  KeyViewSchema,
} from "../gateway/api_schemas/keys.ts";
import type { sessionsSchema } from "../gateway/api_schemas/sessions.ts";
import type { settingsViewSchema } from "../gateway/api_schemas/settings.ts";
import type { UsageAnswer } from "../gateway/api_schemas/usage.ts";

// Types alone: none of the schemas reaches a browser.

/** An account, as `GET /api/accounts` lists it. */
export type Account = z.output<typeof accountSchema>;

/** The answer to a token that was given. */
export type Connection = z.output<typeof connectionSchema>;

/** The answer to a probe. */
export type Probe = z.output<typeof probeSchema>;

/** A client key, without and with what it uses. */
export type Key = z.output<typeof KeyViewSchema>;
export type KeyDetail = z.output<typeof KeyDetailSchema>;

/** Figures, as `GET /api/usage` gives them. */
export type Usage = z.output<typeof UsageAnswer>;

/** Settings, as `GET /api/settings` gives them. */
export type SettingsView = z.output<typeof settingsViewSchema>;

/** What the owner did. */
export type AuditEvent = z.output<typeof auditEventSchema>;
export type AuditPage = z.output<typeof auditPageSchema>;

/** Browsers that are signed in. */
export type SessionList = z.output<typeof sessionsSchema>;
