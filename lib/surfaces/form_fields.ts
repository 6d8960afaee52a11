import { z } from "zod";
import type { FormFile, MultipartForm } from "../http/form.ts";
import { ApiError } from "../http/errors.ts";

/** A number of a form, where everything is text. */
export function formNumber(schema: z.ZodNumber) {
  return z.union([z.number(), z.string().trim().regex(/^-?\d*\.?\d+$/)])
    .transform(Number).pipe(schema);
}

/** A switch of a form. */
export function formBoolean() {
  return z.union([z.boolean(), z.enum(["true", "false", "1", "0"])])
    .transform((value) => value === true || value === "true" || value === "1");
}

/** A list of a form: a name that comes once stands for a list of one. */
export function formList<Item extends z.ZodType>(item: Item) {
  return z.union([z.array(item), item.transform((only) => [only])]);
}

/**
 * The file of a form.
 *
 * @param fields names it may have, the proper one first
 * @throws {ApiError} 400 when there is none, or when it is empty
 */
export function requiredFile(
  form: MultipartForm,
  ...fields: [string, ...string[]]
): FormFile {
  const file = fields.map((field) => form.file(field))
    .find((file) => file !== undefined);
  const [param] = fields;
  if (file === undefined) {
    throw new ApiError(`Missing required parameter: '${param}'`, {
      status: 400,
      code: "missing_required_parameter",
      param,
    });
  }
  if (file.size > 0) return file;
  throw new ApiError(`Invalid value for '${param}': The file is empty`, {
    status: 400,
    code: "invalid_value",
    param,
  });
}
