/** An IP address as 16 bytes; IPv4 in its IPv4-mapped form. */
export type Address = Uint8Array;

/** A range of addresses: those that share its first bits. */
export interface AddressRange {
  address: Address;
  /** How many bits count, 0 to 128. */
  bits: number;
}

const MAPPED = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];

/** Reads an IPv4 or IPv6 address, in brackets and with a zone or without. */
export function parseAddress(text: string): Address | null {
  const bare = text.trim().replace(/^\[(.*)\]$/, "$1").replace(/%.*$/, "");
  return bare.includes(":") ? parseV6(bare) : parseV4(bare);
}

/** Reads an address, or a range in CIDR notation such as `10.0.0.0/8`. */
export function parseRange(text: string): AddressRange | null {
  const [head = "", length, ...rest] = text.trim().split("/");
  const address = parseAddress(head);
  if (address === null || rest.length > 0) return null;
  if (length === undefined) return { address, bits: 128 };
  const offset = head.includes(":") ? 0 : 96;
  const bits = /^\d{1,3}$/.test(length) ? Number(length) + offset : NaN;
  return bits <= 128 ? { address, bits } : null;
}

/** True when a range holds an address. */
export function isInRange(
  { address, bits }: AddressRange,
  candidate: Address,
): boolean {
  for (let at = 0, left = bits; left > 0; at++, left -= 8) {
    const mask = left >= 8 ? 0xff : 0xff << (8 - left) & 0xff;
    if (((address[at] ?? 0) ^ (candidate[at] ?? 0)) & mask) return false;
  }
  return true;
}

/** Ranges of machines that are not on the public Internet. */
const PRIVATE = [
  "127.0.0.0/8",
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "169.254.0.0/16",
  "100.64.0.0/10",
  "::1",
  "fc00::/7",
  "fe80::/10",
].flatMap((text) => parseRange(text) ?? []);

/** True for loopback, link-local and private addresses. */
export function isPrivate(address: Address): boolean {
  return PRIVATE.some((range) => isInRange(range, address));
}

function parseV4(text: string): Address | null {
  const bytes = quad(text);
  return bytes === null ? null : Uint8Array.of(...MAPPED, ...bytes);
}

function quad(text: string): number[] | null {
  const parts = text.split(".");
  const isQuad = parts.length === 4 &&
    parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part));
  const bytes = parts.map(Number);
  return isQuad && bytes.every((byte) => byte < 256) ? bytes : null;
}

function parseV6(text: string): Address | null {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const head = groups(halves[0] ?? "", halves.length === 1);
  const tail = groups(halves[1] ?? "", true);
  if (head === null || tail === null) return null;
  const missing = 16 - head.length - tail.length;
  // `::` stands for at least one group.
  if (halves.length === 1 ? missing !== 0 : missing < 2) return null;
  return Uint8Array.of(...head, ...new Array<number>(missing).fill(0), ...tail);
}

/** The bytes of groups; the last one may be an IPv4 address. */
function groups(text: string, isLast: boolean): number[] | null {
  if (text === "") return [];
  const bytes: number[] = [];
  const parts = text.split(":");
  for (const [index, part] of parts.entries()) {
    if (isLast && index === parts.length - 1 && part.includes(".")) {
      const last = quad(part);
      if (last === null) return null;
      bytes.push(...last);
    } else {
      if (!/^[\da-f]{1,4}$/i.test(part)) return null;
      const group = parseInt(part, 16);
      bytes.push(group >> 8, group & 0xff);
    }
  }
  return bytes;
}
