import { z } from "zod";
import { type ModelNote, type Settings, STRATEGIES } from "./record.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** What a browser sends as `Origin`, those of extensions and apps included. */
const ORIGIN = /^(?:null|[a-z][a-z0-9+.-]*:\/\/[^\s/?#@,]+)$/;

/**
 * Model ids are other people's, so almost anything is one. The API's document
 * does not show it: not every reader's patterns know classes of Unicode.
 */
const MODEL_ID = /^(?!__proto__$)[^\s\p{Cc}](?:[^\p{Cc}]{0,198}[^\s\p{Cc}])?$/u;

const modelId = z.string().meta({ minLength: 1, maxLength: 200 }).refine(
  (text) => MODEL_ID.test(text),
  "it must be a model's id: 1 to 200 characters",
);

const milliseconds = (min: number) => z.int().min(min).max(DAY_MS);

const origins = z.array(
  z.string().refine(
    (text) => text === "*" || ORIGIN.test(text),
    "it must be * or an origin such as https://chat.example",
  ),
).max(100).refine(
  (list) => list.length < 2 || !list.includes("*"),
  "* stands for any origin, so it must stand alone",
);

const modelNote: z.ZodType<ModelNote> = z.strictObject({
  id: modelId,
  label: z.string().trim().min(1).max(120).exactOptional(),
  hidden: z.boolean().exactOptional(),
  extra: z.boolean().exactOptional(),
});

/** A list of notes on models. */
export const modelNotes = z.array(modelNote).max(5000).refine(
  (list) => new Set(list.map((note) => keyOf(note.id))).size === list.length,
  "each model may be named once only",
);

/** The form of each setting, with what it means. */
export const settingsShape = {
  defaultModel: z.string().max(200).nullable().describe(
    "The model of requests that name none; empty refuses such requests",
  ),
  aliases: z.record(modelId, z.array(modelId).min(1).max(8)).refine(
    (aliases) => Object.keys(aliases).length <= 500,
    "there may be 500 aliases at most",
  ).describe("What a client's model name stands for: tried in this order"),
  strategy: z.enum(STRATEGIES).describe(
    "How an account is chosen among those that can take a call",
  ),
  affinity: z.boolean().describe(
    "Keeps a conversation on one account where that is healthy",
  ),
  maxQueueMs: milliseconds(0).describe(
    "Longest wait for a place on an account, in ms",
  ),
  requestBudgetMs: milliseconds(1000).describe(
    "Time for all attempts until the first event, in ms",
  ),
  reserveMicroCents: z.int().min(0).max(1e15).describe(
    "Credit of each account that no call may touch; 100,000,000 are one US dollar",
  ),
  defaultMaxTokens: z.int().min(1).max(10_000_000).describe(
    "Limit of an answer in tokens when the client sets none",
  ),
  keepAliveMs: milliseconds(100).describe(
    "Silence on a stream after which a comment keeps it open, in ms",
  ),
  recordDays: z.int().min(1).max(3650).describe(
    "Days the record of a request is kept",
  ),
  bodyHours: z.int().min(1).max(24 * 365).describe(
    "Hours the bodies of requests are kept, where they are",
  ),
  responseDays: z.int().min(0).max(3650).describe(
    "Days responses of the Responses API are kept for their key; 0 stores none",
  ),
  auditDays: z.int().min(1).max(3650).describe(
    "Days the events of the audit log are kept",
  ),
  corsOrigins: origins.describe(
    "Origins whose pages may call the public API; * is any, none at all is []",
  ),
  simulator: z.enum(["auto", "on", "off"]).describe(
    "When simulated models are offered; auto: while no account is connected",
  ),
  exposeAccount: z.boolean().describe(
    "Names in answers the account that served them",
  ),
  models: modelNotes.describe("The owner's changes to the list of models"),
} satisfies { [Name in keyof Settings]: z.ZodType<Settings[Name]> };

/** How model ids are compared. */
export function keyOf(id: string): string {
  return id.trim().toLowerCase();
}
