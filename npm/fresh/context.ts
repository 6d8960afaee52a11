import type { AnyComponent, VNode } from "preact";
import { renderPage } from "./render.ts";
import type { Snapshot } from "./snapshot.ts";
import type { FreshConfig, PageProps } from "./types.ts";

/** Key of what only this directory may see of a context. */
export const internal: unique symbol = Symbol("internal");

/** A page, layout or app component. */
// deno-lint-ignore no-explicit-any
export type PageComponent<State> = AnyComponent<PageProps<any, State>>;

/** Layouts around a page, the outermost first, and the shell around them. */
export interface Ui<State> {
  app: PageComponent<State> | null;
  layouts: PageComponent<State>[];
}

/** What a context knows besides its public members. */
export interface Internals<State> {
  config: FreshConfig;
  /** Path with `//` folded. */
  pathname: string;
  snapshot: Snapshot<State>;
  ui: Ui<State>;
  url: URL | undefined;
}

/** One request on its way through middlewares and its route. */
export class Context<State> {
  /** What was thrown, in error pages. */
  error: unknown = null;
  readonly state: State = {} as State;
  /** Calls what comes after this middleware. */
  next!: () => Promise<Response>;
  readonly [internal]: Internals<State>;

  constructor(
    readonly req: Request,
    readonly info: Deno.ServeHandlerInfo,
    readonly params: Record<string, string>,
    internals: Internals<State>,
  ) {
    this[internal] = internals;
  }

  /** The address; parsed on first use, since API routes seldom need it. */
  get url(): URL {
    return this[internal].url ??= parseUrl(this.req, this[internal].config);
  }

  /** Sends the browser elsewhere; a path stays on this host. */
  redirect(pathOrUrl: string, status = 302): Response {
    const path = pathOrUrl.replace(/[?#].*$/s, "");
    // "//host" would leave this host.
    const location = path.startsWith("/")
      ? path.replace(/\/+/g, "/") + pathOrUrl.slice(path.length)
      : pathOrUrl;
    return new Response(null, { status, headers: { location } });
  }

  /** Renders inside the layouts and the app shell in effect. */
  render(vnode: VNode | null, init: ResponseInit = {}): Promise<Response> {
    return renderPage(this, vnode, init);
  }
}

/** The address of a request, with `//` folded in its path. */
export function parseUrl(req: Request, { trustProxy }: FreshConfig): URL {
  const url = new URL(req.url);
  if (url.pathname.includes("//")) {
    url.pathname = url.pathname.replace(/\/+/g, "/");
  }
  const proto = trustProxy && req.headers.get("x-forwarded-proto");
  if (proto) url.protocol = `${proto}:`;
  const host = trustProxy && req.headers.get("x-forwarded-host");
  if (host) url.host = host;
  return url;
}
