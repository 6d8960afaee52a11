import type { FunctionComponent } from "preact";
import type { Context } from "./context.ts";

/** Options of an app. */
export interface FreshConfig {
  /** Takes scheme and host of `ctx.url` from `X-Forwarded-*`. */
  trustProxy?: boolean;
}

type Awaitable<T> = T | Promise<T>;

/** Answers, or waits for `ctx.next()` and works on its answer. */
export type Middleware<State> = (ctx: Context<State>) => Awaitable<Response>;

/** Data for a page component, with status and headers of its answer. */
export interface PageResponse<T> {
  data: T;
  headers?: HeadersInit;
  status?: number;
}

/** Answers itself, or returns data for the page component of its file. */
export type HandlerFn<Data, State> = (
  ctx: Context<State>,
) => Awaitable<Response | PageResponse<Data>>;

/** Handlers by method. */
export type HandlerByMethod<Data, State> = {
  [M in "HEAD" | "GET" | "POST" | "PATCH" | "PUT" | "DELETE" | "OPTIONS"]?:
    HandlerFn<Data, State>;
};

/** What a route file may export as `handler` or `handlers`. */
export type RouteHandler<Data, State> =
  | HandlerFn<Data, State>
  | HandlerByMethod<Data, State>;

/** Props of page, layout, app and error components. */
export type PageProps<Data = unknown, State = unknown> =
  & Pick<Context<State>, "error" | "params" | "req" | "state" | "url">
  & { data: Data; Component: FunctionComponent };
