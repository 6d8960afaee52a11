import { type FunctionComponent, isValidElement, type VNode } from "preact";
import { renderPage } from "./render.ts";
import type { ResolvedFreshConfig, Ui } from "./types.ts";

/** What the app knows of a request before its context exists. */
export interface Matched {
  /** Path with `//` folded. */
  pathname: string;
  route: string | null;
  params: Record<string, string>;
}

/** Swaps the layouts and shell in effect. */
export let setUi: <State>(ctx: Context<State>, ui: Ui<State>) => void;

/** The folded path, without parsing the address again. */
export let pathnameOf: <State>(ctx: Context<State>) => string;

/** One request on its way through middlewares and its route. */
export class Context<State> {
  readonly req: Request;
  readonly info: Deno.ServeHandlerInfo;
  readonly config: ResolvedFreshConfig;
  readonly params: Record<string, string>;
  /** The matched pattern; null when nothing matched. */
  readonly route: string | null;
  readonly state: State = {} as State;
  data: unknown = undefined;
  /** What was thrown, in error pages. */
  error: unknown = null;
  /** Content of a layout or the app shell while it renders. */
  Component!: FunctionComponent;
  /** Calls what comes after this middleware. */
  next!: () => Promise<Response>;

  #pathname: string;
  #url: URL | undefined;
  #ui: Ui<State> = { app: null, layouts: [] };

  static {
    setUi = (ctx, ui) => ctx.#ui = ui;
    pathnameOf = (ctx) => ctx.#pathname;
  }

  constructor(
    req: Request,
    info: Deno.ServeHandlerInfo,
    config: ResolvedFreshConfig,
    matched: Matched,
  ) {
    this.req = req;
    this.info = info;
    this.config = config;
    this.params = matched.params;
    this.route = matched.route;
    this.#pathname = matched.pathname;
  }

  /** The address; parsed on first use, since API routes seldom need it. */
  get url(): URL {
    return this.#url ??= this.#parseUrl();
  }

  #parseUrl(): URL {
    const url = new URL(this.req.url);
    url.pathname = this.#pathname;
    if (!this.config.trustProxy) return url;
    const proto = this.req.headers.get("x-forwarded-proto");
    if (proto) url.protocol = `${proto}:`;
    const host = this.req.headers.get("x-forwarded-host");
    if (host) url.host = host;
    return url;
  }

  /** Sends the browser elsewhere; a path stays on this host. */
  redirect(pathOrUrl: string, status = 302): Response {
    const [path = ""] = pathOrUrl.split(/[?#]/, 1);
    // "//host" would leave this host.
    const location = pathOrUrl.startsWith("/")
      ? path.replace(/\/+/g, "/") + pathOrUrl.slice(path.length)
      : pathOrUrl;
    return new Response(null, { status, headers: { location } });
  }

  text(content: string, init?: ResponseInit): Response {
    return new Response(content, init);
  }

  json(content: unknown, init?: ResponseInit): Response {
    return Response.json(content, init);
  }

  html(content: string, init?: ResponseInit): Response {
    const headers = new Headers(init?.headers);
    headers.set("content-type", "text/html; charset=utf-8");
    return new Response(content, { ...init, headers });
  }

  /** Renders inside the layouts and the app shell in effect. */
  render(vnode: VNode | null, init: ResponseInit = {}): Promise<Response> {
    if (vnode !== null && !isValidElement(vnode)) {
      throw new Error("Non-JSX element passed to: ctx.render()");
    }
    return renderPage(this, this.#ui, vnode, init);
  }
}
