import { snapshotOf } from "./app.ts";
import { BUILD_ID } from "./build_id.ts";
import { type Context, pathnameOf } from "./context.ts";
import { ASSET_KEY } from "./runtime.ts";
import type { StaticFile } from "./snapshot.ts";
import type { Middleware } from "./types.ts";

/** Serves `static/` and the bundled islands. */
export function staticFiles<State>(): Middleware<State> {
  return function serveStaticFiles(ctx) {
    const pathname = pathnameOf(ctx);
    const file = find(ctx, pathname);
    if (file) return serve(ctx, file);
    if (pathname === "/favicon.ico") return new Response(null, { status: 404 });
    return ctx.next();
  };
}

function find<State>(
  ctx: Context<State>,
  pathname: string,
): StaticFile | undefined {
  const statics = snapshotOf(ctx.config)?.statics;
  if (!statics || pathname === "/") return;
  const file = statics.get(pathname);
  if (file || !pathname.includes("%")) return file;
  return statics.get(decodePath(pathname));
}

/** Broken percent-encoding names no file. */
function decodePath(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return "";
  }
}

function serve<State>(ctx: Context<State>, file: StaticFile): Response {
  const { method } = ctx.req;
  if (method !== "GET" && method !== "HEAD") {
    return new Response("Method Not Allowed", { status: 405 });
  }
  const key = ctx.url.searchParams.get(ASSET_KEY);
  if (key !== null && key !== BUILD_ID) return toBarePath(ctx.url);
  const etag = `W/"${file.etag}"`;
  const headers = new Headers({
    "content-type": file.contentType,
    vary: "If-None-Match",
    etag,
    "cache-control": key || file.immutable
      ? "public, max-age=31536000, immutable"
      : "no-cache, no-store, max-age=0, must-revalidate",
  });
  if (ctx.req.headers.get("if-none-match") === etag) {
    return new Response(null, { status: 304, headers });
  }
  headers.set("content-length", String(file.bytes.byteLength));
  if (method === "HEAD") return new Response(null, { headers });
  return new Response(file.bytes, { headers });
}

/** A key of another build must not be cached for a year. */
function toBarePath(url: URL): Response {
  const bare = new URL(url);
  bare.searchParams.delete(ASSET_KEY);
  const location = bare.pathname + bare.search;
  return new Response(null, { status: 307, headers: { location } });
}
