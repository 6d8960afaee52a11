import { z } from "zod";

/** What a browser cannot find out about the gateway by itself. */
export const selfTestSchema = z.object({
  cors: z.object({
    origin: z.string().nullable().describe(
      "The origin that was tried; null where no page may call",
    ),
    status: z.int(),
    allowOrigin: z.string().nullable(),
    allowHeaders: z.string().nullable(),
    allowMethods: z.string().nullable(),
  }).describe("The answer to a preflight, asked in this process"),
});
