import { type FunctionComponent, h, type VNode } from "preact";
import { jsxTemplate } from "preact/jsx-runtime";
import { type Context, internal, type PageComponent } from "./context.ts";
import { bootScript, type IslandUse, renderTracked } from "./islands.ts";
import { scriptPath } from "./snapshot.ts";

/** Where a header middleware finds the nonce of the page it received. */
const NONCE = Symbol.for("__freshNonce");

/** Renders a page in its layouts, then the shell around that. */
// deno-lint-ignore require-await
export async function renderPage<State>(
  ctx: Context<State>,
  page: VNode | null,
  init: ResponseInit,
): Promise<Response> {
  const { app, layouts } = ctx[internal].ui;
  const inner = layouts.reduceRight<VNode | null>(
    (child, layout) => element(ctx, layout, null, child),
    page,
  );
  const used: IslandUse = { islands: new Set(), props: [] };
  let html = inner ? renderTracked(inner, used) : "";
  if (app) {
    const shell = element(ctx, app, null, jsxTemplate([html]));
    html = renderTracked(shell, used);
  }
  return respond(html, used, init);
}

/** A page, layout or app component with its props. */
export function element<State>(
  ctx: Context<State>,
  component: PageComponent<State>,
  data: unknown,
  child: VNode | null,
): VNode {
  const { error, params, req, state, url } = ctx;
  const Component = () => child;
  const props = { Component, data, error, params, req, state, url };
  return h(component as FunctionComponent<typeof props>, props) as VNode;
}

function respond(html: string, used: IslandUse, init: ResponseInit): Response {
  const headers = new Headers(init.headers);
  headers.set("content-type", "text/html; charset=utf-8");
  const nonce = crypto.randomUUID().replaceAll("-", "");
  if (used.islands.size > 0) {
    const runtime = scriptPath("fresh-runtime.js");
    const boot = bootScript(used, runtime);
    const script = `<script type="module" nonce="${nonce}">${boot}</script>`;
    html = html.replace(/(<\/body>(?!.*<\/body>).*)?$/s, (end) => script + end);
    const chunks = [...used.islands].map((island) => island.chunk);
    const links = [...new Set([runtime, ...chunks])].map((address) =>
      `<${encodeURI(address)}>; rel="modulepreload"; as="script"`
    );
    headers.append("link", links.join(", "));
  }
  const response = new Response(`<!DOCTYPE html>${html}`, { ...init, headers });
  return Object.assign(response, { [NONCE]: nonce });
}
