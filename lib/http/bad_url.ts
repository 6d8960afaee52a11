import { pathOf } from "./base_paths.ts";
import { ApiError } from "./errors.ts";

/**
 * 400 for a request whose URL cannot be read: its host is the client's `host`
 * header as it came. Null for all others.
 */
export function badUrl(url: string): ApiError | null {
  if (!URL.canParse(url)) {
    return refusal("The host header of this request is no name of a host");
  }
  try {
    decodeURI(pathOf(url));
    return null;
  } catch {
    return refusal(
      "The path of this URL is not valid percent-encoding of UTF-8",
    );
  }
}

function refusal(message: string): ApiError {
  return new ApiError(message, { status: 400, code: "invalid_url" });
}
