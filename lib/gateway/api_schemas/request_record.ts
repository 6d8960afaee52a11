import { z } from "zod";
import { BLAMES } from "../../store/requests/filter.ts";
import type { RequestRecord } from "../../store/requests/record.ts";

const blame = z.enum(BLAMES);

const choice = z.looseObject({
  candidates: z.int().describe("Accounts the pool had"),
  skipped: z.record(z.string(), z.int()).describe(
    "Accounts passed over, by reason",
  ),
  queuedMs: z.number(),
  rule: z.string().describe("What decided"),
  accountId: z.string().optional().describe("Absent when none was found"),
});

const attempt = z.looseObject({
  accountId: z.string(),
  status: z.int().describe("HTTP status of the upstream; 0 without an answer"),
  code: z.string().nullable(),
  blame: blame.nullable(),
  ms: z.number(),
  atMs: z.number().optional().describe("Ms after the arrival"),
  model: z.string().optional().describe("Where the name was an alias"),
  bytes: z.int().optional().describe("Bytes of the answer before it failed"),
  effect: z.string().optional().describe("What it did to the account"),
  next: z.enum(["stop", "same_account", "other_account", "other_model"])
    .optional().describe("What was done about the failure"),
});

/** A request as recorded: how it went and why. Fields may be added. */
export const requestRecordSchema = z.looseObject({
  id: z.string(),
  at: z.number().describe("Arrival, Unix ms"),
  keyId: z.string(),
  keyName: z.string().optional(),
  surface: z.string(),
  model: z.string(),
  servedModel: z.string().optional(),
  accountId: z.string().optional(),
  attempts: z.array(attempt),
  status: z.int(),
  blame: blame.optional(),
  code: z.string().optional(),
  ttftMs: z.number().optional(),
  overheadMs: z.number().optional().describe(
    "Ms until the answer's head that were not spent on Puter",
  ),
  durationMs: z.number(),
  promptTokens: z.int().optional(),
  completionTokens: z.int().optional(),
  cachedTokens: z.int().optional(),
  reasoningTokens: z.int().optional(),
  costMicroCents: z.number().optional().describe(
    "100,000,000 are one US dollar",
  ),
  stream: z.boolean(),
  upstream: z.enum(["puter", "simulator", "companion"]),
  choices: z.array(choice).optional(),
  bodies: z.literal(true).optional().describe("Its bodies were kept"),
}).meta({ id: "RequestRecord" }) satisfies z.ZodType<
  Partial<RequestRecord>
>;

const sentences = z.array(z.string());

/** The answer of `GET /api/requests/{id}`. */
export const explainedRequestSchema = requestRecordSchema.extend({
  explanation: z.object({ en: sentences, zh: sentences }).describe(
    "What happened and why, in order",
  ),
}).meta({ id: "ExplainedRequest" });

/** The answer of `GET /api/requests`. */
export const requestPageSchema = z.object({
  requests: z.array(requestRecordSchema),
  cursor: z.string().nullable().describe("Where the next page begins"),
  tail: z.string().describe("Where the live tail goes on from this list"),
});

const bodyText = z.object({
  text: z.string().describe("JSON without secrets and data"),
  cut: z.boolean().describe("True when something is missing at its end"),
});

/** The answer of `GET /api/requests/{id}/body`. */
export const requestBodySchema = z.object({
  id: z.string(),
  request: bodyText.nullable().describe("Null when the client sent no JSON"),
  answer: bodyText.nullable().describe(
    "The answers as the client was given them: a list with `text`, " +
      "`reasoning`, `refusal`, `toolCalls`, `images` and `finishReason`",
  ),
  error: bodyText.nullable().describe("The error as the client was told it"),
  until: z.number().describe("When they will be gone, Unix ms"),
}).meta({ id: "RequestBody" });
