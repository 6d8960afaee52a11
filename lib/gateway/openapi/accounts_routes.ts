import { z } from "zod";
import {
  accountPatchSchema,
  accountSchema,
  activitySchema,
  connectionSchema,
  importedSchema,
  importSchema,
  incidentSchema,
  probeSchema,
  tokenSchema,
} from "../api_schemas/accounts.ts";
import { deletedSchema } from "../api_schemas/common.ts";
import type { RouteDoc } from "./route_doc.ts";

/** The owner's API of Puter accounts. */
export const ACCOUNTS_ROUTES: RouteDoc[] = [
  {
    method: "GET",
    path: "/api/accounts",
    access: "owner",
    summary: "List the connected accounts",
    answers: {
      200: {
        schema: z.object({
          accounts: z.array(accountSchema),
          incidents: z.array(incidentSchema),
        }),
      },
    },
  },
  {
    method: "POST",
    path: "/api/accounts",
    access: "owner",
    summary: "Connect an account, or give it a new token",
    body: { schema: tokenSchema },
    answers: {
      200: { schema: connectionSchema, description: "It was connected before" },
      201: { schema: connectionSchema },
    },
  },
  {
    method: "POST",
    path: "/api/accounts/import",
    access: "owner",
    summary: "Connect every account whose token a text holds",
    body: { schema: importSchema },
    answers: { 200: { schema: importedSchema } },
  },
  {
    method: "GET",
    path: "/api/accounts/{id}/activity",
    access: "owner",
    summary: "Show what an account served lately, and its last failure",
    answers: { 200: { schema: activitySchema } },
  },
  {
    method: "GET",
    path: "/api/accounts/{id}",
    access: "owner",
    summary: "Show an account",
    answers: { 200: { schema: accountSchema } },
  },
  {
    method: "PATCH",
    path: "/api/accounts/{id}",
    access: "owner",
    summary: "Pause or resume an account, set its weight or its reserve",
    body: { schema: accountPatchSchema },
    answers: { 200: { schema: accountSchema } },
  },
  {
    method: "POST",
    path: "/api/accounts/{id}/probe",
    access: "owner",
    summary: "Ask Puter about an account now; costs nothing",
    answers: { 200: { schema: probeSchema } },
  },
  {
    method: "DELETE",
    path: "/api/accounts/{id}",
    access: "owner",
    summary: "Forget an account and its token",
    answers: { 200: { schema: deletedSchema } },
  },
];
