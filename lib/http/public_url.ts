import { FetchRefusal } from "./fetch_refusal.ts";
import { isAddress, isPublicAddress } from "./special_addresses.ts";

/** Signed links of object stores take a few thousand characters. */
const MAX_URL_LENGTH = 8192;

/** Names that never belong to the public Internet (RFC 6761, 6762, 8375 …). */
const LOCAL_SUFFIXES = [
  "alt",
  "arpa",
  "corp",
  "example",
  "home",
  "internal",
  "intranet",
  "invalid",
  "lan",
  "local",
  "localdomain",
  "localhost",
  "mail",
  "onion",
  "private",
  "test",
];

/**
 * Reads a URL that somebody else gave: https, the usual port, no credentials,
 * a host that may be public. The parser has already brought hosts such as
 * `0x7f.1`, `2130706433` or `⑯⑨。254` into canonical form.
 *
 * @throws {FetchRefusal} `url` when it may not be fetched
 */
export function readPublicUrl(text: string, base?: URL): URL {
  if (text.length > MAX_URL_LENGTH) throw refused("is too long");
  const url = URL.parse(text, base);
  if (url === null) throw refused("cannot be parsed");
  if (url.protocol !== "https:") throw refused("does not begin with https://");
  if (url.username !== "" || url.password !== "") {
    throw refused("holds credentials");
  }
  if (url.port !== "") throw refused("names a port");
  const problem = problemOfHost(bareHost(url));
  if (problem !== null) throw refused(problem);
  return url;
}

/** The host as resolvers and sockets take it: IPv6 without brackets. */
export function bareHost({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, "$1");
}

function problemOfHost(host: string): string | null {
  if (isAddress(host)) {
    return isPublicAddress(host) ? null : "leads to a private address";
  }
  if (host.endsWith(".")) return "has a host that ends with a dot";
  const labels = host.split(".");
  const last = labels.at(-1) ?? "";
  if (labels.length < 2 || LOCAL_SUFFIXES.includes(last)) {
    return "names a host of a private network";
  }
  return null;
}

function refused(problem: string): FetchRefusal {
  return new FetchRefusal("url", `The URL ${problem}`);
}
