import { z } from "zod";

/** The body of `POST /api/session`. */
export const signInSchema = z.object({
  key: z.string().min(1).max(1000).describe("The owner's key"),
});

/** A browser that is signed in. */
export const sessionSchema = z.object({
  id: z.string(),
  createdAt: z.int(),
  lastUsedAt: z.int().describe("To some minutes"),
  expiresAt: z.int().describe("When it ends, unless it is used before"),
  userAgent: z.string(),
  address: z.string().nullable().describe("Where it signed in from"),
}).meta({ id: "Session" });

/** The answer of `GET /api/sessions`. */
export const sessionsSchema = z.object({
  sessions: z.array(sessionSchema.extend({
    isCurrent: z.boolean().describe("True for the one that asks"),
  })),
});

/** The answer of `DELETE /api/session`. */
export const signedOutSchema = z.object({ signedOut: z.literal(true) });
