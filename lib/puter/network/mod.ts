import type { PuterTransport } from "../transport.ts";
import { fetchTransport } from "./fetch_transport.ts";
import { nodeTransport } from "./node_transport.ts";

/**
 * The transport to Puter that suits the running Deno. On 2.5 destroying a
 * `node:http` response does not close its connection, so that a cancelled call
 * would keep its place; `fetch` is used there.
 */
export function networkTransport(baseUrl: string): PuterTransport {
  const [major = 0, minor = 0] = Deno.version.deno.split(".").map(Number);
  const nodeCancels = major > 2 || (major === 2 && minor >= 8);
  return nodeCancels ? nodeTransport(baseUrl) : fetchTransport(baseUrl);
}
