import type { ErrorStatus } from "@std/http/status";
import { BUILD_ID } from "./build_id.ts";

/** Query parameter that carries the build id of a static file. */
export const ASSET_KEY = "__frsh_c";

/** True in island code that runs in the browser. */
export const IS_BROWSER = typeof document !== "undefined";

/** The address of a static file that may be cached for a year. */
export function asset(path: string): string {
  return `${path}?${ASSET_KEY}=${BUILD_ID}`;
}

/** An error that answers with its own status; see the nearest `_error` file. */
export class HttpError extends Error {
  constructor(public status: ErrorStatus, message?: string) {
    super(message);
    this.name = "HttpError";
  }
}
