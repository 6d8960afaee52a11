import { BUILD_ID } from "./build_id.ts";
import { type Context, internal } from "./context.ts";
import { ASSET_KEY } from "./runtime.ts";
import { scriptPath, type StaticFile } from "./snapshot.ts";
import type { Middleware } from "./types.ts";

/** Serves `static/` and the bundled islands. */
export function staticFiles<State>(): Middleware<State> {
  return function serveStaticFiles(ctx) {
    const { pathname, snapshot } = ctx[internal];
    const file = snapshot.statics.get(decodePath(pathname));
    if (file) return serve(ctx, file);
    if (pathname === "/favicon.ico") return new Response(null, { status: 404 });
    return ctx.next();
  };
}

/** Broken percent-encoding names no file. */
function decodePath(pathname: string): string {
  if (!pathname.includes("%")) return pathname;
  try {
    return decodeURIComponent(pathname);
  } catch {
    return "";
  }
}

function serve<State>(ctx: Context<State>, file: StaticFile): Response {
  const { headers: sent, method } = ctx.req;
  if (method !== "GET" && method !== "HEAD") {
    return new Response("Method Not Allowed", { status: 405 });
  }
  const key = ctx.url.searchParams.get(ASSET_KEY);
  if (key !== null && key !== BUILD_ID) {
    // An address of another build must not be cached for a year.
    ctx.url.searchParams.delete(ASSET_KEY);
    const location = ctx.url.pathname + ctx.url.search;
    return new Response(null, { status: 307, headers: { location } });
  }
  const etag = `W/"${file.etag}"`;
  const headers = new Headers({
    "content-type": file.contentType,
    vary: "If-None-Match",
    etag,
    "cache-control": key || ctx[internal].pathname.startsWith(scriptPath(""))
      ? "public, max-age=31536000, immutable"
      : "no-cache, no-store, max-age=0, must-revalidate",
  });
  if (sent.get("if-none-match") === etag) {
    return new Response(null, { status: 304, headers });
  }
  headers.set("content-length", String(file.bytes.byteLength));
  return new Response(method === "HEAD" ? null : file.bytes, { headers });
}
