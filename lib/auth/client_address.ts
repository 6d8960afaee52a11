import type { ProxyTrust } from "../config.ts";
import { isPrivate, parseAddress } from "./cidr.ts";

/**
 * The address of a client as text; undefined when the connection has none.
 * Deno Deploy gives the client's own; should that be one of its internal
 * network, the last entry of `x-forwarded-for` is used.
 * Entries of `x-forwarded-for` that lie further left than the trusted proxies
 * wrote are the client's own claims and are not read.
 */
export function clientAddress(
  headers: Headers,
  remote: Deno.Addr | undefined,
  trust: ProxyTrust,
): string | undefined {
  const direct = remote !== undefined && "hostname" in remote
    ? remote.hostname
    : undefined;
  const hops = trust === "deploy" ? hopsOnDeploy(direct) : trust;
  if (hops === 0) return direct;
  const chain = headers.get("x-forwarded-for")?.split(",") ?? [];
  const named = chain.at(-hops) ?? chain[0];
  return named === undefined ? direct : withoutPort(named.trim());
}

function hopsOnDeploy(direct: string | undefined): number {
  const address = parseAddress(direct ?? "");
  return address === null || isPrivate(address) ? 1 : 0;
}

/** Some proxies write `203.0.113.7:51234` or `[2001:db8::7]:51234`. */
function withoutPort(text: string): string {
  const match = /^\[(.+)\](?::\d+)?$|^([^:]+):\d+$/.exec(text);
  return match?.[1] ?? match?.[2] ?? text;
}
