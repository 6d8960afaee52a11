import { z } from "zod";

/** Which events `GET /api/audit` gives. */
export const auditQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().regex(/^\w{1,64}$/, "it is not a cursor").optional()
    .describe("The cursor of the page before"),
  action: z.string().min(1).max(64).optional().describe(
    "The beginning of the action, such as account. or account.pause",
  ),
  target: z.string().min(1).max(256).optional(),
});

/** One event as the owner sees it. */
export const auditEventSchema = z.object({
  id: z.string(),
  at: z.int().describe("Unix ms"),
  actor: z.object({
    kind: z.enum(["owner", "environment", "anonymous"]),
    keyId: z.string(),
    name: z.string(),
  }),
  action: z.string(),
  target: z.string(),
  sentence: z.object({ en: z.string(), zh: z.string() }),
  before: z.unknown(),
  after: z.unknown(),
  omitted: z.boolean().describe("True when before and after were too large"),
  requestId: z.string().nullable(),
  canUndo: z.boolean(),
  undoneBy: z.string().nullable().describe("The event that took it back"),
  undoes: z.string().nullable().describe("The event that this one took back"),
});

/** A page of events, newest first. */
export const auditPageSchema = z.object({
  events: z.array(auditEventSchema),
  cursor: z.string().nullable().describe("Where the next page begins"),
});
