import { z } from "zod";
import { BLAMES, DIMENSIONS } from "../../store/requests/filter.ts";
import { OUTCOMES } from "../../store/requests/record.ts";

/** Most values of one condition. */
const MAX_VALUES = 20;

const moment = z.union([
  z.string().regex(/^\d{1,14}$/).transform(Number),
  z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
], "it is neither Unix milliseconds nor an ISO 8601 time")
  .describe("Unix milliseconds or an ISO 8601 time with its offset");

const texts = z.array(z.string().min(1).max(1000)).max(MAX_VALUES);

const filterShape = {
  from: moment.optional().describe("Arrival at or after this time"),
  to: moment.optional().describe("Arrival before this time"),
  key: texts.optional().describe("Ids of keys; repeat for any of several"),
  account: texts.optional().describe("Ids of accounts that were called"),
  model: texts.optional().describe("Models as the clients wrote them"),
  surface: texts.optional(),
  outcome: z.array(z.enum(OUTCOMES)).max(MAX_VALUES).optional(),
  blame: z.array(z.enum(BLAMES)).max(MAX_VALUES).optional(),
};

/** The query of `GET /api/requests`. */
export const requestListQuery = z.strictObject({
  ...filterShape,
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().regex(/^\w{1,64}$/, "it is not a cursor").optional(),
});

/** Where a viewer of the live tail is. */
export const tailPosition = z.string().regex(
  /^\d{1,15}-\d{1,4}$/,
  "it is not a position of the tail",
);

/** The query of `GET /api/requests/tail`. */
export const requestTailQuery = z.strictObject({
  ...filterShape,
  after: tailPosition.optional().describe(
    "Where to begin: the `tail` of a list, or the id of the last event. " +
      "The header Last-Event-ID comes first",
  ),
});

/** The query of `GET /api/requests/export`. */
export const requestExportQuery = z.strictObject({
  ...filterShape,
  format: z.enum(["ndjson", "csv"]).default("ndjson"),
});

/** The query of `DELETE /api/requests`: a filter, or `all` in plain words. */
export const requestDeleteQuery = z.strictObject({
  ...filterShape,
  all: z.literal("true").optional(),
}).refine(
  (query) => Object.values(query).some((value) => value !== undefined),
  { error: "it needs a filter, or all=true", path: ["all"] },
);

/** The query fields that may be repeated. */
export const REPEATABLE: ReadonlySet<string> = new Set(DIMENSIONS);
