import { badField } from "../validate.ts";

/** A file of a form, as its data URL. */
export interface ImageFile {
  /** Media type. */
  type: string;
  url: string;
}

/** Fields that are numbers or booleans in JSON. */
const NUMBERS = ["n", "partial_images", "seed", "steps"];
const BOOLEANS = ["stream"];

/**
 * The fields and files of a form as the JSON body they stand for: in a form all
 * values are texts, and an empty one is none.
 *
 * @throws {ApiError} 400 for a file that is no image
 */
export function imageFormBody(
  fields: Record<string, unknown>,
  files: { image: ImageFile[]; mask: ImageFile | undefined },
): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value === "") continue;
    body[name] = coerced(name, value);
  }
  const urls = files.image.map((file, index) =>
    urlOf(file, files.image.length > 1 ? `image[${index}]` : "image")
  );
  if (urls.length > 0) body.image = urls;
  if (files.mask !== undefined) body.mask = urlOf(files.mask, "mask");
  return body;
}

function coerced(name: string, value: unknown): unknown {
  if (typeof value !== "string") return value;
  if (NUMBERS.includes(name)) {
    const number = Number(value);
    // What is no number stays as it is, for its error to say so.
    return Number.isNaN(number) ? value : number;
  }
  if (BOOLEANS.includes(name)) {
    const word = value.toLowerCase();
    return word === "true" ? true : word === "false" ? false : value;
  }
  return value;
}

function urlOf({ type, url }: ImageFile, param: string): string {
  if (type.startsWith("image/")) return url;
  throw badField(param, `the file is no image but ${type}`, {
    code: "invalid_value",
  });
}
