import { dirname } from "node:path/posix";
import { STATUS_TEXT } from "@std/http/status";
import { Context, type Internals } from "./context.ts";
import { Router } from "./router.ts";
import { fileKind, patternOf } from "./routes.ts";
import { HttpError } from "./runtime.ts";
import {
  compile,
  type Directory,
  notFound,
  type Route,
  runRoute,
  type Step,
  toRoute,
} from "./routing.ts";
import type { RouteFile, RouteModule, Snapshot } from "./snapshot.ts";
import type { FreshConfig, Middleware, PageComponent } from "./types.ts";

type Handler = (
  request: Request,
  info?: Deno.ServeHandlerInfo,
) => Promise<Response>;

const NO_INFO: Deno.ServeHandlerInfo = {
  remoteAddr: { transport: "tcp", hostname: "localhost", port: 1234 },
  completed: Promise.resolve(),
};

/** Hands a build to the app that will serve it. */
export let setSnapshot: <State>(
  app: App<State>,
  snapshot: Snapshot<State>,
) => void;

/** Collects middlewares and file routes, and answers requests with them. */
export class App<State> {
  #config: FreshConfig;
  #before: Middleware<State>[] = [];
  #after: Middleware<State>[] = [];
  #registering = this.#before;
  #snapshot: Snapshot<State> = { files: [], statics: new Map() };

  static {
    setSnapshot = (app, snapshot) => app.#snapshot = snapshot;
  }

  constructor(config: FreshConfig = {}) {
    this.#config = config;
  }

  /** Adds middlewares for everything that is registered later. */
  use(...middlewares: Middleware<State>[]): this {
    this.#registering.push(...middlewares);
    return this;
  }

  /** Puts the files of `routes/` here. */
  fsRoutes(): this {
    this.#registering = this.#after;
    return this;
  }

  /** A function for `Deno.serve`, or for tests. */
  handler(): Handler {
    const snapshot = this.#snapshot;
    const config = this.#config;
    const root: Directory<State> = { middlewares: [...this.#before] };
    const router = addFiles(root, snapshot.files);
    root.middlewares.push(...this.#after);
    const unmatched = compile([root], notFound);
    return (request, info = NO_INFO) => {
      let pathname = rawPath(request.url);
      let found = router.exact(pathname);
      if (!found) {
        pathname = new URL(request.url).pathname.replace(/\/+/g, "/");
        found = router.match(pathname);
      }
      const ui = { app: null, layouts: [] };
      const internals: Internals<State> = { config, pathname, snapshot, ui };
      const { item, params, pattern } = found ??
        { item: unmatched, params: {}, pattern: null };
      return answer(
        new Context<State>(request, info, params, pattern, internals),
        item,
      );
    };
  }
}

/** The path as it was sent; not normalised, so only good for exact matches. */
function rawPath(url: string): string {
  const start = url.indexOf("/", url.indexOf("//") + 2);
  const end = url.indexOf("?", start);
  return end < 0 ? url.slice(start) : url.slice(start, end);
}

async function answer<State>(
  ctx: Context<State>,
  step: Step<State>,
): Promise<Response> {
  try {
    const response = await step(ctx);
    if (!(response instanceof Response)) {
      throw new TypeError(`Expected a Response, but got: ${response}`);
    }
    if (ctx.req.method === "HEAD") return new Response(null, response);
    return response;
  } catch (error) {
    return lastResort(error);
  }
}

/** What an error becomes that no error page took. */
function lastResort(error: unknown): Response {
  if (!(error instanceof HttpError) || error.status >= 500) {
    console.error(error);
  }
  if (!(error instanceof HttpError)) {
    return new Response("Internal server error", { status: 500 });
  }
  const { message, status } = error;
  return new Response(message || STATUS_TEXT[status], { status });
}

/** Files are sorted, so that special ones come before what they act on. */
function addFiles<State>(
  root: Directory<State>,
  files: RouteFile<State>[],
): Router<Step<State>> {
  const router = new Router<Step<State>>();
  const directories = new Map([["/", root]]);
  for (const { id, module } of files) {
    const lineage = parents(id).map((path) => {
      const known = directories.get(path) ?? { middlewares: [] };
      directories.set(path, known);
      return known;
    });
    const directory = lineage.at(-1) ?? root;
    if (typeof module === "function") {
      router.add(patternOf(id), compile(lineage, lazyRoute(module)));
    } else if (fileKind(id) === "middleware") {
      const listed = module.handlers ?? module.handler ?? module.default ?? [];
      directory.middlewares.push(...[listed].flat() as Middleware<State>[]);
    } else if (fileKind(id) === "error") directory.error = toRoute(module);
    else if (fileKind(id) === "layout") {
      directory.layout = module.default as PageComponent<State>;
    } else directory.app = module.default as PageComponent<State>;
  }
  return router;
}

/** Directories of a file from `/` down. */
function parents(id: string): string[] {
  const parent = dirname(id);
  return parent === id ? [] : [...parents(parent), parent];
}

function lazyRoute<State>(
  load: () => Promise<RouteModule<State>>,
): Step<State> {
  let route: Route<State> | undefined;
  return async (ctx) => await runRoute(ctx, route ??= toRoute(await load()));
}
