import { z } from "zod";

/** The body of `POST /api/accounts`. */
export const tokenSchema = z.object({
  token: z.string().describe("A token of a Puter account"),
});

/** An account as the owner sees it; never its token. Fields may be added. */
export const accountSchema = z.looseObject({
  id: z.string(),
  username: z.string(),
  tier: z.enum(["paid", "free", "temporary"]),
  pending: z.enum(["email", "phone", "card"]).nullable(),
  tokenKind: z.string(),
  tokenFingerprint: z.string(),
  tokenIssuedAt: z.number().nullable(),
  tokenExpiresAt: z.number().nullable(),
  addedAt: z.number(),
  updatedAt: z.number(),
  checkedAt: z.number().nullable(),
  problem: z.string().nullable(),
  state: z.looseObject({
    status: z.enum(["ready", "cooling", "exhausted", "disabled", "paused"]),
  }).nullable(),
  inFlight: z.int().describe("Calls running now, on this instance"),
}).meta({ id: "Account" });

/** The answer of `POST /api/accounts`. */
export const connectionSchema = z.object({
  account: accountSchema,
  outcome: z.enum(["added", "replaced", "confirmed", "kept"]),
  messages: z.array(z.string()),
});
