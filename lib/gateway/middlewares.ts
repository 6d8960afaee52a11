import { canonicalPath, pathOf } from "../http/base_paths.ts";
import { withUrl } from "./odd_methods.ts";
import { type Services, services } from "./services.ts";

/** The part of a Fresh context that these middlewares use. */
export interface MiddlewareContext {
  readonly req: Request;
  readonly url: URL;
  readonly info: Deno.ServeHandlerInfo;
  readonly state: { services: Services };
  next(): Promise<Response>;
}

type Middleware = (ctx: MiddlewareContext) => Promise<Response>;

type Handler = (
  req: Request,
  info?: Deno.ServeHandlerInfo,
) => Promise<Response>;

/** Gives routes the services of this process. */
export function provideServices(): Middleware {
  return function handleServices(ctx) {
    ctx.state.services = services();
    return ctx.next();
  };
}

/**
 * Serves API requests whose base path lacks `/v1`, or has it twice, as if they
 * had come right. Nothing is redirected: several clients would drop their key.
 */
export function serveBasePaths(app: () => Handler): Middleware {
  let handler: Handler | undefined;
  return function handleBasePath(ctx) {
    const path = canonicalPath(pathOf(ctx.req.url));
    if (path === null) return ctx.next();
    handler ??= app();
    const url = new URL(ctx.url);
    url.pathname = path;
    return handler(withUrl(ctx.req, url), ctx.info);
  };
}

/** Paths of the APIs, where no files are. */
const API_PATH = /^\/(?:v1|v1beta|api)\//;

/** Asks `files` only where a file may be. */
export function exceptApis<Context extends MiddlewareContext>(
  files: (ctx: Context) => Response | Promise<Response>,
): (ctx: Context) => Response | Promise<Response> {
  return function handleFiles(ctx) {
    return API_PATH.test(pathOf(ctx.req.url)) ? ctx.next() : files(ctx);
  };
}
