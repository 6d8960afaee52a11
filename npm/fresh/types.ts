import type { AnyComponent, FunctionComponent, VNode } from "preact";
import type { Context } from "./context.ts";

/** HTTP methods a handler map may name. */
export type Method =
  | "HEAD"
  | "GET"
  | "POST"
  | "PATCH"
  | "PUT"
  | "DELETE"
  | "OPTIONS";

/** Options of an app. */
export interface FreshConfig {
  mode?: "development" | "production";
  /** Takes scheme and host of `ctx.url` from `X-Forwarded-*`. */
  trustProxy?: boolean;
}

/** Options of an app with their defaults filled in. */
export interface ResolvedFreshConfig {
  root: string;
  mode: "development" | "production";
  trustProxy: boolean;
}

/** Answers, or waits for `ctx.next()` and works on its answer. */
export type Middleware<State> = (
  ctx: Context<State>,
) => Response | Promise<Response>;

/** Data for a page component, with status and headers of its answer. */
export interface PageResponse<T> {
  data: T;
  headers?: HeadersInit;
  status?: number;
}

/** Answers itself, or returns data for the page component of its file. */
export interface HandlerFn<Data, State> {
  (ctx: Context<State>):
    | Response
    | PageResponse<Data>
    | Promise<Response | PageResponse<Data>>;
}

/** Handlers by method. */
export type HandlerByMethod<Data, State> = {
  [M in Method]?: HandlerFn<Data, State>;
};

/** What a route file may export as `handler` or `handlers`. */
export type RouteHandler<Data, State> =
  | HandlerFn<Data, State>
  | HandlerByMethod<Data, State>;

/** Props of page, layout, app and error components. */
export type PageProps<Data = unknown, State = unknown> =
  & Pick<
    Context<State>,
    | "config"
    | "url"
    | "req"
    | "params"
    | "info"
    | "state"
    | "error"
    | "route"
  >
  & { data: Data; Component: FunctionComponent };

/** A page, layout or app component; only these may be async. */
export type RouteComponent<State> =
  // deno-lint-ignore no-explicit-any
  | AnyComponent<PageProps<any, State>>
  // deno-lint-ignore no-explicit-any
  | ((props: PageProps<any, State>) => Promise<VNode | Response | null>);

/** A file of `routes/`, as imported. */
export interface RouteModule<State> {
  default?: RouteComponent<State> | Middleware<State> | Middleware<State>[];
  handler?: RouteHandler<unknown, State> | Middleware<State>[];
  handlers?: RouteHandler<unknown, State> | Middleware<State>[];
}

/** A page or API route, or an error page. */
export interface Route<State> {
  component?: RouteComponent<State>;
  handler: RouteHandler<unknown, State>;
}

/** Layouts and shell around a page, outermost layout first. */
export interface Ui<State> {
  app: RouteComponent<State> | null;
  layouts: RouteComponent<State>[];
}
