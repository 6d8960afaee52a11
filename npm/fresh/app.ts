import { STATUS_TEXT } from "@std/http/status";
import { Context, internal, type PageComponent, parseUrl } from "./context.ts";
import { Router } from "./router.ts";
import { pathOf } from "./routes.ts";
import { HttpError } from "./runtime.ts";
import {
  compile,
  type Directory,
  notFound,
  routeStep,
  type Step,
} from "./routing.ts";
import type { RouteFile, RouteModule, Snapshot } from "./snapshot.ts";
import type { FreshConfig, Middleware } from "./types.ts";

const NO_INFO: Deno.ServeHandlerInfo = {
  remoteAddr: { transport: "tcp", hostname: "localhost", port: 1234 },
  completed: Promise.resolve(),
};

/** Collects middlewares and file routes, and answers requests with them. */
export class App<State> {
  #middlewares: Middleware<State>[] = [];
  /** How many middlewares stand before the file routes. */
  #filesAt = 0;
  /** What the build made; handlers made later serve it. */
  [internal]: Snapshot<State> = { files: [], statics: new Map() };

  constructor(readonly config: FreshConfig = {}) {}

  /** Adds middlewares for everything that is registered later. */
  use(...middlewares: Middleware<State>[]): this {
    this.#middlewares.push(...middlewares);
    return this;
  }

  /** Puts the files of `routes/` here. */
  fsRoutes(): this {
    this.#filesAt = this.#middlewares.length;
    return this;
  }

  /** A function for `Deno.serve`, or for tests. */
  handler() {
    const { config, [internal]: snapshot } = this;
    const middlewares = this.#middlewares.slice(0, this.#filesAt);
    const router = addFiles({ middlewares }, snapshot.files);
    middlewares.push(...this.#middlewares.slice(this.#filesAt));
    const unmatched = compile([{ middlewares }], notFound);
    return (request: Request, info = NO_INFO) => {
      const raw = rawPath(request.url);
      const exact = router.exact(raw);
      const url = exact ? undefined : parseUrl(request, config);
      const pathname = url?.pathname ?? raw;
      const found = exact ?? router.match(pathname);
      const ui = { app: null, layouts: [] };
      const internals = { config, pathname, snapshot, ui, url };
      const [step, params] = found ?? [unmatched, {}];
      return answer(new Context(request, info, params, internals), step);
    };
  }
}

/** The path as it was sent; not normalised, so only good for exact matches. */
function rawPath(url: string): string {
  const start = url.indexOf("/", url.indexOf("//") + 2);
  const end = url.indexOf("?", start);
  return end < 0 ? url.slice(start) : url.slice(start, end);
}

/** Runs a step; an error that no error page took becomes plain text. */
async function answer<State>(
  ctx: Context<State>,
  step: Step<State>,
): Promise<Response> {
  try {
    const response = await step(ctx);
    return ctx.req.method === "HEAD" ? new Response(null, response) : response;
  } catch (error) {
    const { message, status } = error instanceof HttpError
      ? error
      : new HttpError(500, "Internal server error");
    if (status >= 500) console.error(error);
    return new Response(message || STATUS_TEXT[status], { status });
  }
}

/** Files are sorted, so that special ones come before what they act on. */
function addFiles<State>(
  root: Directory<State>,
  files: RouteFile<State>[],
): Router<Step<State>> {
  const router = new Router<Step<State>>();
  const directories = new Map([["", root]]);
  for (const file of files) {
    const names = file.id.split("/").slice(0, -1);
    const lineage = names.map((_, i) => {
      const path = names.slice(0, i + 1).join("/");
      const known = directories.get(path) ?? { middlewares: [] };
      directories.set(path, known);
      return known;
    });
    const directory = lineage.at(-1) ?? root;
    if (file.kind === "route") {
      router.add(pathOf(file.id), compile(lineage, lazyRoute(file.load)));
    } else if (file.kind === "middleware") {
      const { default: listed, handler = listed ?? [] } = file.module;
      directory.middlewares.push(...[handler].flat() as Middleware<State>[]);
    } else if (file.kind === "error") {
      directory.error = routeStep(file.module);
    } else {
      directory[file.kind] = file.module.default as PageComponent<State>;
    }
  }
  return router;
}

function lazyRoute<State>(
  load: () => Promise<RouteModule<State>>,
): Step<State> {
  let step: Step<State> | undefined;
  return async (ctx) => await (step ??= routeStep(await load()))(ctx);
}
