import {
  type Context,
  internal,
  type PageComponent,
  type Ui,
} from "./context.ts";
import { element } from "./render.ts";
import { HttpError } from "./runtime.ts";
import type { RouteModule } from "./snapshot.ts";
import type { HandlerFn, Middleware, RouteHandler } from "./types.ts";

/** A compiled way to an answer; pages take `status` when nothing else says. */
export type Step<State> = (
  ctx: Context<State>,
  status?: number,
) => Promise<Response>;

/** What the special files of one directory say. */
export interface Directory<State> {
  app?: PageComponent<State>;
  layout?: PageComponent<State>;
  error?: Step<State>;
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
  errorPage: Step<State> | undefined,
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
      return await errorPage(
        ctx,
        error instanceof HttpError ? error.status : 500,
      );
    }
  };
}

/** The end of every way: nothing answered. */
export function notFound(): Promise<Response> {
  return Promise.reject(new HttpError(404));
}

/** Calls the handler of a file, then shows its page when that returned data. */
export function routeStep<State>(module: RouteModule<State>): Step<State> {
  const component = module.default as PageComponent<State> | undefined;
  const handler = handlerOf(module);
  return async (ctx, status = 200) => {
    ctx.next = notFound;
    const result = await handler(ctx);
    if (result instanceof Response) return result;
    const vnode = component ? element(ctx, component, result.data, null) : null;
    const { headers } = result;
    return ctx.render(vnode, { status: result.status ?? status, headers });
  };
}

/** A page alone answers every method; HEAD falls back to GET. */
function handlerOf<State>(
  module: RouteModule<State>,
): HandlerFn<unknown, State> {
  const handler = module.handler as
    | RouteHandler<unknown, State>
    | undefined;
  if (typeof handler === "function") return handler;
  const show = module.default ? () => ({ data: {} }) : notFound;
  if (!handler) return show;
  const byMethod = new Map<string, HandlerFn<unknown, State>>([
    ["GET", show],
    ["HEAD", handler.GET ?? show],
    ...Object.entries(handler),
  ]);
  return (ctx) => (byMethod.get(ctx.req.method) ?? notFound)(ctx);
}
