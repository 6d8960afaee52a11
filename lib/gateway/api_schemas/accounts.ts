import { z } from "zod";

/** The body of `POST /api/accounts`. */
export const tokenSchema = z.object({
  token: z.string().describe("A token of a Puter account"),
});

/** The body of `PATCH /api/accounts/{id}`. */
export const accountPatchSchema = z.strictObject({
  paused: z.boolean().exactOptional().describe(
    "True to send it no calls until it is resumed",
  ),
  weight: z.int().min(1).max(1000).exactOptional().describe(
    "Its share of the calls under the strategy `weighted`",
  ),
  reserveMicroCents: z.int().min(0).max(1e12).nullable().exactOptional()
    .describe(
      "Credit that no call may touch; null for the reserve of the settings. 100,000,000 are one US dollar",
    ),
});

const sentence = z.object({ en: z.string(), zh: z.string() });

/** A fault that several accounts show at once, put down to none of them. */
export const incidentSchema = z.object({
  code: z.string(),
  since: z.number(),
  until: z.number().describe("When it ends, unless it shows again"),
  accounts: z.int().describe("How many accounts have shown it"),
  sentence,
}).meta({ id: "Incident" });

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
  sentence: sentence.nullable().describe(
    "Why it is in its state, and how that ends",
  ),
  planMarks: z.array(z.looseObject({
    scope: z.string().describe("A model, or `interface:method`"),
    code: z.string(),
    since: z.number(),
    until: z.number(),
    sentence,
  })).describe("What its plan is known to lack"),
  inFlight: z.int().describe("Calls running now, on this instance"),
  limits: z.object({ perWindow: z.int(), atOnce: z.int() }).describe(
    "Calls in 10 s and calls at once that its tier grants, for each interface and method",
  ),
  windows: z.array(z.object({
    route: z.string().describe("Puter's `interface:method`"),
    inFlight: z.int(),
    atOnce: z.int().describe("Calls that may run at once now"),
    used: z.int().describe("Calls that began within the last 10 s"),
    perWindow: z.int(),
  })).describe("The interfaces it was called on since this instance started"),
  credit: z.object({
    at: z.number().describe("When Puter was asked"),
    remaining: z.number(),
    allowance: z.number(),
    bought: z.number().describe("The part that stays next month"),
    unit: z.enum(["micro_cents", "credits"]),
    burnPerHour: z.number().nullable(),
    spentSince: z.number().describe("Spent through this instance since `at`"),
    runsDryAt: z.number().nullable().describe(
      "When it is used up at this pace; null when not this month",
    ),
    reserve: z.number(),
  }).nullable().describe("Null before Puter was asked"),
  paused: z.boolean(),
  weight: z.int(),
  reserveMicroCents: z.int().nullable(),
}).meta({ id: "Account" });

/** The answer of `POST /api/accounts`. */
export const connectionSchema = z.object({
  account: accountSchema,
  outcome: z.enum(["added", "replaced", "confirmed", "kept"]),
  messages: z.array(z.string()),
});

/** The body of `POST /api/accounts/import`. */
export const importSchema = z.object({
  text: z.string().min(1).describe(
    "Anything that holds tokens: a token, cookies, a cURL command, a HAR file",
  ),
});

/** The answer of `POST /api/accounts/import`; it repeats nothing of the text. */
export const importedSchema = z.object({
  found: z.int().describe("Different tokens of Puter accounts in the text"),
  ignored: z.int().describe("Other JSON Web Tokens in it, which were left"),
  reports: z.array(z.object({
    fingerprint: z.string(),
    outcome: z.enum([
      "added",
      "replaced",
      "confirmed",
      "kept",
      "failed",
    ]),
    messages: z.array(z.string()),
    account: accountSchema.nullable(),
  })),
});

/** The answer of `GET /api/accounts/{id}/activity`. */
export const activitySchema = z.object({
  from: z.int().describe("Unix ms from which on requests were looked at"),
  requests: z.int(),
  ok: z.int(),
  models: z.array(z.object({
    model: z.string(),
    requests: z.int(),
  })).describe("Models it has served, the most used first"),
  lastError: z.object({
    requestId: z.string(),
    at: z.int(),
    model: z.string(),
    code: z.string().nullable(),
    blame: z.string().nullable(),
    status: z.int().describe("Of Puter's answer; 0 when there was none"),
  }).nullable().describe("Its last call that failed"),
});

const probeResult = z.object({
  ok: z.boolean(),
  code: z.string().nullable(),
  ms: z.int(),
});

/** The answer of `POST /api/accounts/{id}/probe`. */
export const probeSchema = z.object({
  account: accountSchema,
  identity: probeResult,
  credit: probeResult.nullable(),
  call: probeResult.nullable().describe(
    "A call that costs nothing; null where Puter has told to wait",
  ),
});
