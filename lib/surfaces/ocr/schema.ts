import { z } from "zod";
import { formBoolean, formList, formNumber } from "../form_fields.ts";

const options = {
  model: z.string().min(1).nullish().describe("`mistral-ocr-latest` if absent"),
  include_image_base64: formBoolean().nullish(),
  image_limit: formNumber(z.number().int().min(0)).nullish(),
  image_min_size: formNumber(z.number().int().min(0)).nullish(),
};

const link = z.union([z.string(), z.looseObject({ url: z.string() })]);

/** The JSON body of `POST /v1/ocr`. */
export const ocrSchema = z.looseObject({
  ...options,
  document: z.union([
    z.string(),
    z.looseObject({
      type: z.literal("document_url").optional(),
      document_url: z.string(),
    }),
    z.looseObject({
      type: z.literal("image_url").optional(),
      image_url: link,
    }),
  ]).describe("A data URL or an https URL, or an object that names one"),
  pages: z.array(z.number().int().min(0)).nullish()
    .describe("Counted from 0; all when absent. Mistral's models alone"),
});

/** The texts of the form of `POST /v1/ocr`. */
export const ocrFormSchema = z.looseObject({
  ...options,
  pages: formList(formNumber(z.number().int().min(0))).optional(),
});
