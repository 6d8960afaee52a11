import { ApiError } from "../http/errors.ts";
import { fill } from "../i18n/fill.ts";
import type { Words } from "../i18n/mod.ts";

const MAX_BYTES = 4096;

/**
 * The owner's key as the sign-in form sends it.
 *
 * @throws {ApiError} 413 when it is too large to be that form
 */
export async function readLoginForm(req: Request): Promise<string> {
  // Browsers tell the length of every form.
  const length = Number(req.headers.get("content-length") ?? NaN);
  if (!(length <= MAX_BYTES)) {
    throw new ApiError("The form is too large", { status: 413 });
  }
  const form = new URLSearchParams(await req.text());
  return form.get("key") ?? "";
}

/** Why nobody was signed in, in words. */
export function refusalOf(error: ApiError, words: Words["login"]): string {
  if (error.status === 429) {
    return fill(words.tooMany, { seconds: error.retryAfter ?? 1 });
  }
  if (error.status === 503) return words.noDatabase;
  if (error.status === 403) return words.elsewhere;
  return error.status === 401 ? words.wrong : error.message;
}
