import {
  auditEventSchema,
  auditPageSchema,
  auditQuerySchema,
} from "../api_schemas/audit.ts";
import {
  backupInfoSchema,
  backupSchema,
  restoredSchema,
} from "../api_schemas/backup.ts";
import { selfTestSchema } from "../api_schemas/self_test.ts";
import {
  modelNotesSchema,
  settingsPatchSchema,
  settingsViewSchema,
} from "../api_schemas/settings.ts";
import type { RouteDoc } from "./route_doc.ts";

const IF_MATCH = {
  "if-match": "The ETag of the settings the change is based on; 412 otherwise",
};

/** The owner's API of settings, of what was done, and of backups. */
export const SETTINGS_ROUTES: RouteDoc[] = [
  {
    method: "GET",
    path: "/api/settings",
    access: "owner",
    summary: "Show what is in force, and from where",
    answers: { 200: { schema: settingsViewSchema } },
  },
  {
    method: "PATCH",
    path: "/api/settings",
    access: "owner",
    summary: "Change settings",
    description: "null gives a setting back to the environment.",
    headers: IF_MATCH,
    body: { schema: settingsPatchSchema },
    answers: { 200: { schema: settingsViewSchema } },
  },
  {
    method: "GET",
    path: "/api/settings/models",
    access: "owner",
    summary: "Give the notes on models as a list to share",
    answers: { 200: { schema: modelNotesSchema } },
  },
  {
    method: "PUT",
    path: "/api/settings/models",
    access: "owner",
    summary: "Replace the notes on models",
    headers: IF_MATCH,
    body: { schema: modelNotesSchema },
    answers: { 200: { schema: modelNotesSchema } },
  },
  {
    method: "GET",
    path: "/api/audit",
    access: "owner",
    summary: "List what the owner did, newest first",
    query: auditQuerySchema,
    answers: { 200: { schema: auditPageSchema } },
  },
  {
    method: "GET",
    path: "/api/audit/{id}",
    access: "owner",
    summary: "Show one thing the owner did",
    answers: { 200: { schema: auditEventSchema } },
  },
  {
    method: "POST",
    path: "/api/audit/{id}/undo",
    access: "owner",
    summary: "Take back what was done",
    description:
      "409 when it cannot be taken back, was already, or has changed since.",
    answers: { 201: { schema: auditEventSchema } },
  },
  {
    method: "GET",
    path: "/api/backup",
    access: "owner",
    summary: "Say what a backup holds",
    answers: { 200: { schema: backupInfoSchema } },
  },
  {
    method: "POST",
    path: "/api/backup",
    access: "owner",
    summary: "Back the deployment up",
    body: { schema: backupSchema },
    answers: {
      200: {
        type: "application/x-ndjson",
        description: "One file; without its last line it is no backup",
      },
    },
  },
  {
    method: "POST",
    path: "/api/backup/restore",
    access: "owner",
    summary: "Restore a backup",
    body: {
      type: "application/x-ndjson",
      description:
        "A line of JSON (`passphrase`, `mode`: `empty` or `replace`, `ownerKey`: `keep` or `restore`), then the file",
    },
    answers: { 200: { schema: restoredSchema } },
  },
  {
    method: "POST",
    path: "/api/self-test",
    access: "owner",
    summary: "Find out what a browser's self-test cannot: the preflights",
    answers: { 200: { schema: selfTestSchema } },
  },
];
