import type { Endpoint } from "../../lib/gateway/endpoint.ts";

/** An endpoint of the app, found in its file. */
export interface FoundRoute {
  /** As in OpenAPI, such as `/api/keys/{id}`. */
  path: string;
  endpoint: Endpoint;
}

const ROUTES = new URL("../../routes/", import.meta.url);

/** All endpoints, but pages and those that answer unknown paths. */
export async function endpoints(
  directory = ROUTES,
  base = "",
): Promise<FoundRoute[]> {
  const found: FoundRoute[] = [];
  for await (const entry of Deno.readDir(directory)) {
    const { name } = entry;
    if (name.startsWith("_") || name.startsWith("(")) continue;
    if (entry.isDirectory) {
      const inner = new URL(`${encodeURIComponent(name)}/`, directory);
      found.push(...await endpoints(inner, `${base}/${segment(name)}`));
      continue;
    }
    if (name === "[...path].ts" || !name.endsWith(".ts")) continue;
    const { handler } = await import(
      new URL(encodeURIComponent(name), directory).href
    );
    const last = name.slice(0, -3);
    const path = last === "index" ? base : `${base}/${segment(last)}`;
    found.push({ path, endpoint: handler });
  }
  return found;
}

function segment(name: string): string {
  return name.replace(/^\[(?:\.\.\.)?(.+)\]$/, "{$1}");
}
