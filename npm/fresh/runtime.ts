import { BUILD_ID } from "./build_id.ts";

export { HttpError } from "./error.ts";

/** True in island code that runs in the browser. */
export const IS_BROWSER = typeof document !== "undefined";

/** The address of a static file that may be cached for a year. */
export function asset(path: string): string {
  if (!path.startsWith("/") || path.startsWith("//")) return path;
  const url = new URL(path, "https://asset.invalid");
  if (url.searchParams.has(ASSET_KEY)) return path;
  url.searchParams.set(ASSET_KEY, BUILD_ID);
  return url.pathname + url.search + url.hash;
}

/** Query parameter that carries the build id. */
export const ASSET_KEY = "__frsh_c";
