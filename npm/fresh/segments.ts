import { type Context, setUi } from "./context.ts";
import { HttpError } from "./error.ts";
import { callComponent } from "./render.ts";
import type {
  HandlerFn,
  Method,
  Middleware,
  Route,
  RouteComponent,
  Ui,
} from "./types.ts";

/** A compiled way through middlewares. */
export type Step<State> = (ctx: Context<State>) => Promise<Response>;

/** A directory of `routes/`: what acts on everything below it. */
export class Segment<State> {
  readonly middlewares: Middleware<State>[] = [];
  app: RouteComponent<State> | null = null;
  layout: RouteComponent<State> | null = null;
  errorRoute: Route<State> | null = null;
  #parent: Segment<State> | null;
  #children = new Map<string, Segment<State>>();

  constructor(parent: Segment<State> | null = null) {
    this.#parent = parent;
  }

  /** The segment at a path below this one. */
  at(path: string[]): Segment<State> {
    const [name, ...rest] = path;
    if (name === undefined) return this;
    let child = this.#children.get(name);
    if (!child) {
      child = new Segment<State>(this);
      this.#children.set(name, child);
    }
    return child.at(rest);
  }

  /** Compiles the way from the root to `last` as things stand now. */
  compile(last: Step<State>): Step<State> {
    const lineage = this.#lineage();
    const uis = stackUis(lineage);
    return lineage.reduceRight((next, part, i) => {
      const inside = part.middlewares.reduceRight(link, next);
      if (!part.app && !part.layout && !part.errorRoute) return inside;
      return boundary(uis[i] as Ui<State>, part.errorRoute, inside);
    }, last);
  }

  #lineage(): Segment<State>[] {
    const above = this.#parent === null ? [] : this.#parent.#lineage();
    return [...above, this];
  }
}

/** Layouts and shell in effect at each segment of a lineage. */
function stackUis<State>(lineage: Segment<State>[]): Ui<State>[] {
  let ui: Ui<State> = { app: null, layouts: [] };
  return lineage.map(({ app, layout }) => {
    const layouts = layout ? [...ui.layouts, layout] : ui.layouts;
    return ui = { app: app ?? ui.app, layouts };
  });
}

/** Runs one middleware, whose `ctx.next()` leads on. */
function link<State>(
  next: Step<State>,
  middleware: Middleware<State>,
): Step<State> {
  return async (ctx) => {
    ctx.next = () => next(ctx);
    try {
      return await middleware(ctx);
    } catch (error) {
      ctx.error = error;
      throw error;
    }
  };
}

/** The error page of a directory stands outside that directory's middlewares. */
function boundary<State>(
  ui: Ui<State>,
  errorRoute: Route<State> | null,
  next: Step<State>,
): Step<State> {
  if (!errorRoute) {
    return (ctx) => {
      setUi(ctx, ui);
      return next(ctx);
    };
  }
  return async (ctx) => {
    setUi(ctx, ui);
    try {
      return await next(ctx);
    } catch (error) {
      ctx.error = error;
      setUi(ctx, ui);
      const status = error instanceof HttpError ? error.status : 500;
      return await runRoute(ctx, errorRoute, status);
    }
  };
}

/** The end of every way: nothing answered. */
export function notFound(): Promise<Response> {
  return Promise.reject(new HttpError(404));
}

/** Calls the handler of a route, then its component when it returned data. */
export async function runRoute<State>(
  ctx: Context<State>,
  route: Route<State>,
  status = 200,
): Promise<Response> {
  ctx.next = notFound;
  const handler = pickHandler(ctx.req.method, route);
  if (!handler) return await notFound();
  const result = await handler(ctx);
  if (result instanceof Response) return result;
  let vnode = null;
  if (route.component) {
    vnode = await callComponent(ctx, route.component, result.data, null);
    if (vnode instanceof Response) return vnode;
  }
  return await ctx.render(vnode, {
    status: result.status ?? status,
    headers: result.headers,
  });
}

/** HEAD falls back to GET. */
function pickHandler<State>(
  method: string,
  { handler }: Route<State>,
): HandlerFn<unknown, State> | undefined {
  if (typeof handler === "function") return handler;
  return handler[method as Method] ??
    (method === "HEAD" ? handler.GET : undefined);
}
