import { type Context, internal, type Ui } from "./context.ts";
import { element } from "./render.ts";
import { HttpError } from "./runtime.ts";
import type { RouteModule } from "./snapshot.ts";
import type {
  HandlerFn,
  Middleware,
  PageComponent,
  RouteHandler,
} from "./types.ts";

/** A compiled way through middlewares to an answer. */
export type Step<State> = (ctx: Context<State>) => Promise<Response>;

/** What shows a page, and who answers first. */
export interface Route<State> {
  component: PageComponent<State> | undefined;
  handler: HandlerFn<unknown, State>;
}

/** What the special files of one directory say. */
export interface Directory<State> {
  app?: PageComponent<State>;
  layout?: PageComponent<State>;
  error?: Route<State>;
  middlewares: Middleware<State>[];
}

/** Compiles the way from the root directory down to `last`. */
export function compile<State>(
  [directory, ...below]: Directory<State>[],
  last: Step<State>,
  outer: Ui<State> = { app: null, layouts: [] },
): Step<State> {
  if (!directory) return last;
  const { app, error, layout, middlewares } = directory;
  const layouts = layout ? [...outer.layouts, layout] : outer.layouts;
  const ui = { app: app ?? outer.app, layouts };
  const inside = middlewares.reduceRight(link, compile(below, last, ui));
  return app || layout || error ? boundary(ui, error, inside) : inside;
}

/** Runs one middleware, whose `ctx.next()` leads on. */
function link<State>(
  next: Step<State>,
  middleware: Middleware<State>,
): Step<State> {
  return async (ctx) => {
    ctx.next = () => next(ctx);
    return await middleware(ctx);
  };
}

/** An error page stands outside the middlewares of its own directory. */
function boundary<State>(
  ui: Ui<State>,
  errorPage: Route<State> | undefined,
  next: Step<State>,
): Step<State> {
  return async (ctx) => {
    ctx[internal].ui = ui;
    try {
      return await next(ctx);
    } catch (error) {
      if (!errorPage) throw error;
      ctx.error = error;
      ctx[internal].ui = ui;
      const status = error instanceof HttpError ? error.status : 500;
      return await runRoute(ctx, errorPage, status);
    }
  };
}

/** The end of every way: nothing answered. */
export function notFound(): Promise<Response> {
  return Promise.reject(new HttpError(404));
}

/** A page alone answers every method; HEAD falls back to GET. */
export function toRoute<State>(module: RouteModule<State>): Route<State> {
  const component = module.default as PageComponent<State> | undefined;
  const handler = (module.handlers ?? module.handler) as
    | RouteHandler<unknown, State>
    | undefined;
  if (typeof handler === "function") return { component, handler };
  const show = component ? () => ({ data: {} }) : notFound;
  if (!handler) return { component, handler: show };
  const byMethod = new Map<string, HandlerFn<unknown, State>>([
    ["GET", show],
    ["HEAD", handler.GET ?? show],
    ...Object.entries(handler),
  ]);
  return {
    component,
    handler: (ctx) => (byMethod.get(ctx.req.method) ?? notFound)(ctx),
  };
}

/** Calls the handler, then shows the page when it returned data. */
export async function runRoute<State>(
  ctx: Context<State>,
  { component, handler }: Route<State>,
  status = 200,
): Promise<Response> {
  ctx.next = notFound;
  const result = await handler(ctx);
  if (result instanceof Response) return result;
  const vnode = component ? element(ctx, component, result.data, null) : null;
  const { headers } = result;
  return await ctx.render(vnode, { status: result.status ?? status, headers });
}
