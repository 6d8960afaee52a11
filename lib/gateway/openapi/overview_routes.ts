import { overviewQuery, overviewSchema } from "../api_schemas/overview.ts";
import type { RouteDoc } from "./route_doc.ts";

/** The deployment at a glance. */
export const OVERVIEW_ROUTES: RouteDoc[] = [
  {
    method: "GET",
    path: "/api/overview",
    access: "owner",
    summary:
      "Show what the pool can carry, what it did and what needs its owner",
    query: overviewQuery,
    answers: { 200: { schema: overviewSchema } },
  },
];
