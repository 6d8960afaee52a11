import { z } from "zod";

/** The envelope of every failure. */
export const errorSchema = z.object({
  error: z.object({
    message: z.string(),
    type: z.string(),
    param: z.string().nullable().describe("Path of the offending field"),
    code: z.string().nullable(),
  }),
}).meta({ id: "Error" });

/** The answer to a deletion. */
export const deletedSchema = z.object({
  id: z.string(),
  deleted: z.literal(true),
});
