import { z } from "zod";
import { deletedSchema } from "../api_schemas/common.ts";
import { guestUsageSchema } from "../api_schemas/guest.ts";
import {
  KeyChangeBody,
  KeyDetailSchema,
  KeyListQuery,
  KeyRotationBody,
  KeyViewSchema,
  NewKeyBody,
} from "../api_schemas/keys.ts";
import type { RouteDoc } from "./route_doc.ts";

const madeKey = KeyViewSchema.extend({
  key: z.string().describe("The key itself, shown this once"),
}).meta({ id: "MadeKey" });

/** The owner's API of client keys. */
export const KEYS_ROUTES: RouteDoc[] = [
  {
    method: "GET",
    path: "/api/keys",
    access: "owner",
    summary: "List the client keys",
    query: KeyListQuery,
    answers: {
      200: {
        schema: z.object({
          keys: z.array(z.union([KeyDetailSchema, KeyViewSchema])),
        }),
      },
    },
  },
  {
    method: "POST",
    path: "/api/keys",
    access: "owner",
    summary: "Make a client key",
    body: { schema: NewKeyBody },
    answers: { 201: { schema: madeKey } },
  },
  {
    method: "GET",
    path: "/api/keys/{id}",
    access: "owner",
    summary: "Show a client key and what it uses at present",
    answers: { 200: { schema: KeyDetailSchema } },
  },
  {
    method: "PATCH",
    path: "/api/keys/{id}",
    access: "owner",
    summary: "Change what a client key may do",
    body: { schema: KeyChangeBody },
    answers: { 200: { schema: KeyViewSchema } },
  },
  {
    method: "DELETE",
    path: "/api/keys/{id}",
    access: "owner",
    summary: "Revoke a client key",
    answers: { 200: { schema: deletedSchema } },
  },
  {
    method: "POST",
    path: "/api/keys/{id}/rotate",
    access: "owner",
    summary: "Give a client key a new secret",
    body: { schema: KeyRotationBody },
    answers: { 200: { schema: madeKey } },
  },
  {
    method: "GET",
    path: "/guest/{id}/usage",
    access: "key",
    summary: "Show what a guest link may use and has used, to its own key",
    answers: { 200: { schema: guestUsageSchema } },
  },
];
