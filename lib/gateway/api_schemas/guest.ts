import { z } from "zod";

/** What a guest link may use and has used. */
export const guestUsageSchema = z.object({
  name: z.string(),
  expiresAt: z.int().nullable().describe("Unix ms; null when it does not end"),
  perMinute: z.int().nullable().describe("Calls in any 60 seconds"),
  lastMinute: z.int().nullable().describe(
    "Calls of the last minute; null where that is not limited",
  ),
  dailyMicroCents: z.int().nullable(),
  dayMicroCents: z.number().describe("Cost of this UTC day"),
  monthlyMicroCents: z.int().nullable(),
  monthMicroCents: z.number().describe("Cost of this UTC month"),
}).meta({ id: "GuestUsage" });
