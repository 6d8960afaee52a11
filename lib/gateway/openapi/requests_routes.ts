import { z } from "zod";
import { deletedSchema } from "../api_schemas/common.ts";
import {
  explainedRequestSchema,
  requestBodySchema,
  requestPageSchema,
} from "../api_schemas/request_record.ts";
import {
  requestDeleteQuery,
  requestExportQuery,
  requestListQuery,
  requestTailQuery,
} from "../api_schemas/requests.ts";
import { UsageAnswer, UsageQuery } from "../api_schemas/usage.ts";
import type { RouteDoc } from "./route_doc.ts";

/** The owner's API of the request log and of the figures made from it. */
export const REQUESTS_ROUTES: RouteDoc[] = [
  {
    method: "GET",
    path: "/api/requests",
    access: "owner",
    summary: "List requests, newest first",
    query: requestListQuery,
    answers: { 200: { schema: requestPageSchema } },
  },
  {
    method: "DELETE",
    path: "/api/requests",
    access: "owner",
    summary: "Delete the records that a filter names",
    query: requestDeleteQuery,
    answers: {
      200: {
        schema: z.object({
          deleted: z.int(),
          complete: z.boolean().describe("False when some are left: ask again"),
        }),
      },
    },
  },
  {
    method: "GET",
    path: "/api/requests/{id}",
    access: "owner",
    summary: "Show a request and why it went as it did",
    answers: { 200: { schema: explainedRequestSchema } },
  },
  {
    method: "DELETE",
    path: "/api/requests/{id}",
    access: "owner",
    summary: "Delete the record of a request",
    answers: { 200: { schema: deletedSchema } },
  },
  {
    method: "GET",
    path: "/api/requests/{id}/body",
    access: "owner",
    summary: "Show what was said in a request, where it was kept",
    description: "Kept where the policy of its key says so, for a short time",
    answers: { 200: { schema: requestBodySchema } },
  },
  {
    method: "GET",
    path: "/api/requests/export",
    access: "owner",
    summary: "Export requests",
    query: requestExportQuery,
    answers: {
      200: [{ type: "application/x-ndjson" }, { type: "text/csv" }],
    },
  },
  {
    method: "GET",
    path: "/api/requests/tail",
    access: "owner",
    summary: "Follow requests as they end",
    query: requestTailQuery,
    headers: { "last-event-id": "Where to go on; comes before `after`" },
    answers: { 200: { type: "text/event-stream" } },
  },
  {
    method: "GET",
    path: "/api/usage",
    access: "owner",
    summary: "Tell what was used, what it cost and how fast it was",
    query: UsageQuery,
    answers: { 200: { schema: UsageAnswer } },
  },
];
