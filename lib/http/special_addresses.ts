import ipaddr from "ipaddr.js";

/**
 * The only IPv6 addresses that IANA has given out to the public, and what of
 * them is special nevertheless: protocol assignments with Teredo and ORCHID,
 * documentation, 6to4, AS112. What is not listed here (loopback, mapped and
 * compatible IPv4, unique local, link-local, multicast) is outside anyway.
 */
const PUBLIC_V6 = ipaddr.IPv6.parseCIDR("2000::/3");
const SPECIAL_V6 = [
  "2001::/23",
  "2001:db8::/32",
  "2002::/16",
  "2620:4f:8000::/48",
  "3fff::/20",
].map((range) => ipaddr.IPv6.parseCIDR(range));

/** RFC 6052: the last four bytes are the IPv4 address that is meant. */
const NAT64 = ipaddr.IPv6.parseCIDR("64:ff9b::/96");

/** Public by number, yet answered by Azure's hosts themselves. */
const HOST_SERVICES_V4 = new Set(["168.63.129.16"]);

/**
 * True for an address of the public Internet; false for every address that
 * means this machine, its network or its cloud's metadata, or that carries such
 * an IPv4 address inside, and for what is no address in canonical form.
 */
export function isPublicAddress(address: string): boolean {
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return isPublicV4(address);
  if (!ipaddr.IPv6.isValid(address) || address.includes("%")) return false;
  const parsed = ipaddr.IPv6.parse(address);
  if (parsed.match(NAT64)) {
    return isPublicV4(parsed.toByteArray().slice(12).join("."));
  }
  return parsed.match(PUBLIC_V6) &&
    !SPECIAL_V6.some((range) => parsed.match(range));
}

/** True for an IPv4 or IPv6 address; false for a name. */
export function isAddress(host: string): boolean {
  return ipaddr.isValid(host);
}

function isPublicV4(address: string): boolean {
  return ipaddr.IPv4.parse(address).range() === "unicast" &&
    !HOST_SERVICES_V4.has(address);
}
