import type { z } from "zod";
import type { FormFile, MultipartForm } from "../../http/form.ts";
import type { OcrRequest } from "../../media/document.ts";
import { requiredFile } from "../form_fields.ts";
import { badField, validate } from "../validate.ts";
import { ocrFormSchema, ocrSchema } from "./schema.ts";

/** Asked where the client names no model. */
const DEFAULT_MODEL = "mistral-ocr-latest";

/** A data URL; parameters of its type are left out, for Puter reads none. */
const DATA_URL = /^data:([\w.+-]+\/[\w.+-]+)(?:;[^;,]*)*;base64,(.+)$/is;

/**
 * Reads the JSON body of `POST /v1/ocr`.
 *
 * @throws {ApiError} 400 naming the field at fault
 */
export function readOcrJson(value: unknown): OcrRequest {
  const body = validate(ocrSchema, value);
  return {
    ...optionsOf(body),
    source: sourceOf(body.document),
    pages: body.pages ?? undefined,
  };
}

/**
 * Reads the form of `POST /v1/ocr`.
 *
 * @param keep keeps a file and returns its data URL
 * @throws {ApiError} 400 naming the field at fault
 */
export function readOcrForm(
  form: MultipartForm,
  keep: (file: FormFile) => string,
): OcrRequest {
  const file = requiredFile(form, "file", "document");
  const body = validate(ocrFormSchema, form.fields());
  if (!/^image\/|^application\/pdf$/.test(file.type)) {
    throw badField("file", "The file is neither an image nor a PDF", {
      code: "invalid_file_format",
    });
  }
  return { ...optionsOf(body), source: keep(file), pages: body.pages };
}

function optionsOf(
  body: Pick<
    z.output<typeof ocrFormSchema>,
    "model" | "include_image_base64" | "image_limit" | "image_min_size"
  >,
) {
  return {
    model: body.model ?? DEFAULT_MODEL,
    includeImages: body.include_image_base64 ?? undefined,
    imageLimit: body.image_limit ?? undefined,
    imageMinSize: body.image_min_size ?? undefined,
  };
}

/** Anything else would be a path among the account's own files at Puter. */
function sourceOf(document: z.output<typeof ocrSchema>["document"]): string {
  const url = urlOf(document);
  const data = DATA_URL.exec(url);
  if (data !== null) return `data:${data[1]?.toLowerCase()};base64,${data[2]}`;
  if (/^https:\/\/[^\s/]+/i.test(url)) return url;
  throw badField("document", "It must be an https URL or a base64 data URL", {
    code: "invalid_value",
  });
}

function urlOf(document: z.output<typeof ocrSchema>["document"]): string {
  if (typeof document === "string") return document;
  if ("document_url" in document) return String(document.document_url);
  const { image_url: image } = document as {
    image_url: string | { url: string };
  };
  return typeof image === "string" ? image : image.url;
}
