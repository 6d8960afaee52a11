import type { PuterTransport } from "../transport.ts";
import { fetchTransport } from "./fetch_transport.ts";
import { tcpTransport } from "./tcp_transport.ts";

/** Variables by which `fetch`, and only `fetch`, is sent through a proxy. */
const PROXY_VARIABLES = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"];

/**
 * The transport to Puter: connections of our own, which cost least, unless the
 * environment asks for a proxy, which `fetch` knows how to use.
 */
export function networkTransport(baseUrl: string): PuterTransport {
  return wantsProxy() ? fetchTransport(baseUrl) : tcpTransport(baseUrl);
}

function wantsProxy(): boolean {
  return PROXY_VARIABLES.some((name) =>
    Boolean(Deno.env.get(name) ?? Deno.env.get(name.toLowerCase()))
  );
}
