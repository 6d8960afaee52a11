import { STATUS_TEXT } from "@std/http/status";
import { Context, type Matched } from "./context.ts";
import { HttpError } from "./error.ts";
import {
  compareFiles,
  patternOf,
  type RouteFile,
  segmentsOf,
} from "./routes.ts";
import { Router } from "./router.ts";
import { notFound, runRoute, Segment, type Step } from "./segments.ts";
import type { Snapshot } from "./snapshot.ts";
import type {
  FreshConfig,
  HandlerFn,
  Middleware,
  ResolvedFreshConfig,
  Route,
  RouteModule,
} from "./types.ts";

type Command<State> =
  | { kind: "use"; path: string[]; middlewares: Middleware<State>[] }
  | { kind: "files" };

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

/** The build an app serves. */
export let snapshotOf: (
  config: ResolvedFreshConfig,
) => Snapshot<unknown> | undefined;

const snapshots = new WeakMap<ResolvedFreshConfig, Snapshot<unknown>>();

/** Collects middlewares and file routes, and answers requests with them. */
export class App<State> {
  config: ResolvedFreshConfig;
  #commands: Command<State>[] = [];
  #snapshot: Snapshot<State> | undefined;

  static {
    setSnapshot = (app, snapshot) => {
      snapshot.files.sort(compareFiles);
      app.#snapshot = snapshot;
      app.config.root = snapshot.root;
      snapshots.set(app.config, snapshot as Snapshot<unknown>);
    };
    snapshotOf = (config) => snapshots.get(config);
  }

  constructor(config: FreshConfig = {}) {
    this.config = {
      root: ".",
      mode: config.mode ?? "production",
      trustProxy: config.trustProxy ?? false,
    };
  }

  /** Adds middlewares for everything, or below a path, registered later. */
  use(...middlewares: Middleware<State>[]): this;
  use(path: string, ...middlewares: Middleware<State>[]): this;
  use(
    first: string | Middleware<State>,
    ...rest: Middleware<State>[]
  ): this {
    const command: Command<State> = typeof first === "string"
      ? {
        kind: "use",
        path: first.split("/").filter((part) => part && part !== "*"),
        middlewares: rest,
      }
      : { kind: "use", path: [], middlewares: [first, ...rest] };
    this.#commands.push(command);
    return this;
  }

  /** Puts the files of `routes/` here. */
  fsRoutes(): this {
    this.#commands.push({ kind: "files" });
    return this;
  }

  /** A function for `Deno.serve`, or for tests. */
  handler(): Handler {
    const root = new Segment<State>();
    const router = new Router<Step<State>>();
    for (const command of this.#commands) {
      if (command.kind === "use") {
        root.at(command.path).middlewares.push(...command.middlewares);
        continue;
      }
      for (const file of this.#snapshot?.files ?? []) {
        register(root, router, file);
      }
    }
    const unmatched = root.compile(notFound);
    const { config } = this;
    return (request, info = NO_INFO) => {
      const path = rawPath(request.url);
      let found = router.exact(path);
      let pathname = path;
      if (!found) {
        pathname = new URL(request.url).pathname.replace(/\/+/g, "/");
        found = router.match(pathname);
      }
      const matched: Matched = {
        pathname,
        route: found?.pattern ?? null,
        params: found?.params ?? {},
      };
      const ctx = new Context<State>(request, info, config, matched);
      return answer(ctx, found?.item ?? unmatched);
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
  if (!(error instanceof HttpError)) {
    console.error(error);
    return new Response("Internal server error", { status: 500 });
  }
  const { status, message } = error;
  if (status >= 500) console.error(error);
  return new Response(message || STATUS_TEXT[status], { status });
}

function register<State>(
  root: Segment<State>,
  router: Router<Step<State>>,
  file: RouteFile<State>,
): void {
  const segment = root.at(segmentsOf(file.id));
  const { module } = file;
  if (typeof module === "function") {
    const route = once(async () => toRoute(file.id, await module()));
    const last: Step<State> = async (ctx) => runRoute(ctx, await route());
    router.add(patternOf(file.id), segment.compile(last));
  } else if (file.kind === "middleware") {
    const listed = module.handlers ?? module.handler ?? module.default ?? [];
    segment.middlewares.push(...[listed].flat() as Middleware<State>[]);
  } else if (file.kind === "error") {
    segment.errorRoute = toRoute(file.id, module);
  } else if (file.kind === "layout") {
    segment.layout = module.default as Route<State>["component"] ?? null;
  } else {
    segment.app = module.default as Route<State>["component"] ?? null;
  }
}

function once<T>(load: () => Promise<T>): () => T | Promise<T> {
  let value: T | undefined;
  return () => value ?? load().then((loaded) => value = loaded);
}

/** Fills in the handler that shows a page without data. */
function toRoute<State>(id: string, module: RouteModule<State>): Route<State> {
  const component = module.default as Route<State>["component"];
  const handler = module.handlers ?? module.handler;
  if (!component && !handler) {
    throw new Error(`Could not find relevant exports in: ${id}`);
  }
  const show: HandlerFn<unknown, State> = () => ({ data: {} });
  if (!handler) return { component, handler: show };
  if (component && typeof handler === "object" && !("GET" in handler)) {
    return { component, handler: { GET: show, ...handler } };
  }
  return { component, handler: handler as Route<State>["handler"] };
}
