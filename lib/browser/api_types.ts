import type { z } from "zod";
import type {
  accountSchema,
  activitySchema,
  connectionSchema,
  importedSchema,
  incidentSchema,
  probeSchema,
} from "../gateway/api_schemas/accounts.ts";
import type {
  auditEventSchema,
  auditPageSchema,
} from "../gateway/api_schemas/audit.ts";
import type { companionViewSchema } from "../gateway/api_schemas/companion.ts";
import type {
  KeyDetailSchema,
  KeyViewSchema,
} from "../gateway/api_schemas/keys.ts";
import type { overviewSchema } from "../gateway/api_schemas/overview.ts";
import type {
  explainedRequestSchema,
  requestBodySchema,
  requestPageSchema,
} from "../gateway/api_schemas/request_record.ts";
import type { sessionsSchema } from "../gateway/api_schemas/sessions.ts";
import type { settingsViewSchema } from "../gateway/api_schemas/settings.ts";
import type { UsageAnswer } from "../gateway/api_schemas/usage.ts";

// Types alone: none of the schemas reaches a browser.

/** An account, as `GET /api/accounts` lists it. */
export type Account = z.output<typeof accountSchema>;

/** A fault that is put down to no account. */
export type Incident = z.output<typeof incidentSchema>;

/** The answer of `GET /api/accounts`. */
export interface AccountList {
  accounts: Account[];
  incidents: Incident[];
}

/** What an account served lately. */
export type Activity = z.output<typeof activitySchema>;

/** What became of a text that was pasted. */
export type Imported = z.output<typeof importedSchema>;

/** The answer to a token that was given. */
export type Connection = z.output<typeof connectionSchema>;

/** The answer to a probe. */
export type Probe = z.output<typeof probeSchema>;

/** A client key. */
export type Key = z.output<typeof KeyViewSchema>;

/** A client key with what it uses. */
export type KeyDetail = z.output<typeof KeyDetailSchema>;

/** Requests, as `GET /api/requests` lists them. */
export type RequestPage = z.output<typeof requestPageSchema>;

/** A request, with why each of its attempts went as it did. */
export type ExplainedRequest = z.output<typeof explainedRequestSchema>;

/** The kept bodies of a request. */
export type RequestBody = z.output<typeof requestBodySchema>;

/** Figures, as `GET /api/usage` gives them. */
export type Usage = z.output<typeof UsageAnswer>;

/** Settings, as `GET /api/settings` gives them. */
export type SettingsView = z.output<typeof settingsViewSchema>;

/** One thing that the owner did. */
export type AuditEvent = z.output<typeof auditEventSchema>;

/** Things that the owner did, as `GET /api/audit` lists them. */
export type AuditPage = z.output<typeof auditPageSchema>;

/** Browsers that are signed in. */
export type SessionList = z.output<typeof sessionsSchema>;

/** The deployment at a glance. */
export type Overview = z.output<typeof overviewSchema>;

/** The endpoint that serves what Puter does not. */
export type Companion = z.output<typeof companionViewSchema>;
