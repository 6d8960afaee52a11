import { z } from "zod";

/** The answer of `/v1/images/generations` and `/edits` without `stream`. */
export const imagesAnswer = z.object({
  created: z.int().describe("Unix seconds"),
  data: z.array(z.object({
    b64_json: z.string().optional(),
    url: z.string().optional().describe(
      "The vendor's, or one of this gateway that lives an hour",
    ),
  })),
  output_format: z.string().optional().describe("As the bytes tell it"),
  size: z.string().optional().describe("As the bytes tell it"),
  quality: z.string().optional().describe("What the model was asked for"),
}).meta({ id: "Images" });
