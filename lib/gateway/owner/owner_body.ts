import type { z } from "zod";
import { ApiError } from "../../http/errors.ts";
import { readJsonBody } from "../../http/json_body.ts";
import { validate } from "../../surfaces/validate.ts";

/** Bodies of the owner's API hold a name or a token. */
const MAX_BYTES = 64 * 1024;

/** A list of models has thousands of entries at most. */
const MAX_SETTINGS_BYTES = 1024 * 1024;

/** A HAR file of a few minutes in a browser. */
const MAX_PASTED_BYTES = 16 * 1024 * 1024;

/**
 * Reads a JSON body of the owner's API.
 *
 * @throws {ApiError} 400 whose `param` names the fault, 413 when it is too large
 */
export async function readOwnerBody<Schema extends z.ZodType>(
  req: Request,
  schema: Schema,
): Promise<z.output<Schema>> {
  const { value } = await readJsonBody(req, MAX_BYTES);
  return validate(schema, value);
}

/** As `readOwnerBody`, for settings: lists of models are long. */
export async function readSettingsBody<Schema extends z.ZodType>(
  req: Request,
  schema: Schema,
): Promise<z.output<Schema>> {
  const { value } = await readJsonBody(req, MAX_SETTINGS_BYTES);
  return validate(schema, value);
}

/** As `readOwnerBody`, for what is pasted to look for tokens. */
export async function readPastedBody<Schema extends z.ZodType>(
  req: Request,
  schema: Schema,
): Promise<z.output<Schema>> {
  const { value } = await readJsonBody(req, MAX_PASTED_BYTES);
  return validate(schema, value);
}

/** A 404 of the owner's API; `kind` is a noun such as `key`. */
export function notFound(kind: string, id: string): ApiError {
  return new ApiError(`There is no ${kind} ${id.slice(0, 64)}`, {
    status: 404,
    code: `${kind}_not_found`,
    param: "id",
  });
}
