import { z } from "zod";
import { readBaseUrl } from "../../companion/base_url.ts";

const baseUrl = z.string().transform((text, ctx) => {
  try {
    return readBaseUrl(text);
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : "";
    ctx.addIssue({ code: "custom", message });
    return z.NEVER;
  }
});

/** The body of `PUT /api/settings/companion`. */
export const companionChangeSchema = z.strictObject({
  baseUrl: baseUrl.nullable().describe(
    "Such as https://host/v1; null wants none, whatever the environment says",
  ),
  apiKey: z.string().trim().regex(
    /^[\x20-\x7e]{1,4096}$/,
    "it must be printable ASCII on one line",
  ).nullable().exactOptional().describe(
    "Kept when absent, removed when null; sealed, and never shown again",
  ),
});

/** The companion endpoint as its owner sees it. */
export const companionViewSchema = z.object({
  baseUrl: z.string().nullable().describe("Null where there is none"),
  hasKey: z.boolean(),
  keyFingerprint: z.string().nullable(),
  source: z.enum(["stored", "environment", "none"]),
  changedAt: z.int().nullable().describe("Unix ms of the owner's last change"),
}).meta({ id: "Companion" });
