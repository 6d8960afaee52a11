import type { AnyComponent } from "preact";
import type {
  HandlerByMethod,
  HandlerFn,
  Middleware,
  PageProps,
  PageResponse,
  RouteHandler,
} from "./types.ts";

/** Functions that return their argument and give it the right type. */
export function createDefine<State>() {
  return {
    handlers<
      Data,
      Handlers extends RouteHandler<Data, State> = RouteHandler<Data, State>,
    >(handlers: Handlers): Handlers {
      return handlers;
    },
    page<
      // deno-lint-ignore no-explicit-any
      Handler extends RouteHandler<any, State> = never,
      Data = Handler extends HandlerFn<infer Data, State> ? Data
        : Handler extends HandlerByMethod<infer Data, State> ? Data
        : never,
    >(render: AnyComponent<PageProps<Data, State>>): typeof render {
      return render;
    },
    layout(render: AnyComponent<PageProps<unknown, State>>): typeof render {
      return render;
    },
    middleware<M extends Middleware<State> | Middleware<State>[]>(
      middleware: M,
    ): M {
      return middleware;
    },
  };
}

/** Hands data to the page component of the same file. */
export function page<T = undefined>(
  data?: T,
  options?: Omit<PageResponse<T>, "data">,
): PageResponse<T> {
  return { data: data as T, ...options };
}
