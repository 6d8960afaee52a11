import { type AnyComponent, h, type VNode } from "preact";
import { jsxTemplate } from "preact/jsx-runtime";
import { renderToString } from "preact-render-to-string";
import type { Context } from "./context.ts";
import { bootScript, IslandUse, trackIslands } from "./islands.ts";
import { scriptPath } from "./snapshot.ts";
import type { PageProps, RouteComponent, Ui } from "./types.ts";

const NONCE = Symbol.for("__freshNonce");

/** Renders page, layouts and shell; the nonce travels on the response. */
export async function renderPage<State>(
  ctx: Context<State>,
  ui: Ui<State>,
  page: VNode | null,
  init: ResponseInit,
): Promise<Response> {
  let vnode = page;
  for (const layout of ui.layouts.toReversed()) {
    const result = await callComponent(ctx, layout, null, vnode);
    if (result instanceof Response) return result;
    vnode = result;
  }
  const used = new IslandUse();
  const content = trackIslands(used, () => renderToString(h(Wrap, {}, vnode)));
  let html = content;
  if (ui.app) {
    const raw = jsxTemplate([content]);
    const shell = await callComponent(ctx, ui.app, null, raw);
    if (shell instanceof Response) return shell;
    html = trackIslands(used, () => renderToString(h(Wrap, {}, shell)));
  }
  return respond(html, used, init);
}

/** Gives a component its props; awaits it when it is async. */
export async function callComponent<State>(
  ctx: Context<State>,
  component: RouteComponent<State>,
  data: unknown,
  child: VNode | null,
): Promise<VNode | Response | null> {
  const props: PageProps<unknown, State> = {
    Component: () => child,
    config: ctx.config,
    data,
    error: ctx.error,
    info: ctx.info,
    params: ctx.params,
    req: ctx.req,
    route: ctx.route,
    state: ctx.state,
    url: ctx.url,
  };
  if (component.constructor.name !== "AsyncFunction") {
    return h(component as AnyComponent<typeof props>, props) as VNode;
  }
  const call = component as (p: typeof props) => Promise<VNode | Response>;
  return await call(props);
}

function Wrap({ children }: { children?: unknown }) {
  return children as VNode;
}

function respond(html: string, used: IslandUse, init: ResponseInit): Response {
  const headers = new Headers(init.headers);
  headers.set("content-type", "text/html; charset=utf-8");
  const nonce = crypto.randomUUID().replaceAll("-", "");
  if (used.islands.size > 0) {
    const runtime = scriptPath("fresh-runtime.js");
    const script = bootScript(used, runtime);
    html = beforeBodyEnd(
      html,
      `<script type="module" nonce="${nonce}">${script}</script>`,
    );
    const chunks = new Set([runtime, ...chunksOf(used)]);
    headers.append("link", [...chunks].map(preload).join(", "));
  }
  const response = new Response(`<!DOCTYPE html>${html}`, { ...init, headers });
  return Object.assign(response, { [NONCE]: nonce });
}

function chunksOf(used: IslandUse): string[] {
  return [...used.islands].map((island) => island.chunk);
}

function preload(address: string): string {
  return `<${encodeURI(address)}>; rel="modulepreload"; as="script"`;
}

function beforeBodyEnd(html: string, text: string): string {
  const end = html.lastIndexOf("</body>");
  return end < 0 ? html + text : html.slice(0, end) + text + html.slice(end);
}
