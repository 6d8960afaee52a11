import { deletedSchema } from "../api_schemas/common.ts";
import {
  sessionSchema,
  sessionsSchema,
  signedOutSchema,
  signInSchema,
} from "../api_schemas/sessions.ts";
import type { RouteDoc } from "./route_doc.ts";

/** How browsers sign in. */
export const SESSIONS_ROUTES: RouteDoc[] = [
  {
    method: "POST",
    path: "/api/session",
    access: "none",
    summary: "Sign a browser in with the owner's key",
    description:
      "Sets an HttpOnly cookie that opens the owner's API to this origin's own pages. 429 after too many attempts.",
    body: { schema: signInSchema },
    answers: { 201: { schema: sessionSchema } },
  },
  {
    method: "DELETE",
    path: "/api/session",
    access: "none",
    summary: "Sign the browser out",
    answers: { 200: { schema: signedOutSchema } },
  },
  {
    method: "GET",
    path: "/api/sessions",
    access: "owner",
    summary: "List the browsers that are signed in",
    answers: { 200: { schema: sessionsSchema } },
  },
  {
    method: "DELETE",
    path: "/api/sessions/{id}",
    access: "owner",
    summary: "Sign a browser out",
    answers: { 200: { schema: deletedSchema } },
  },
];
