import { assert, assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import {
  isInRange,
  isPrivate,
  parseAddress,
  parseRange,
} from "../../lib/auth/cidr.ts";

function isAllowed(range: string, address: string): boolean {
  const parsedRange = parseRange(range);
  const parsedAddress = parseAddress(address);
  assert(parsedRange !== null, range);
  assert(parsedAddress !== null, address);
  return isInRange(parsedRange, parsedAddress);
}

const bytes4 = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255));
const groups8 = fc.array(fc.oneof(fc.constant(0), fc.nat(0xffff)), {
  minLength: 8,
  maxLength: 8,
});

/** Bits of numbers of a size, as text. */
function bitsOf(parts: readonly number[], size: number): string {
  return parts.map((part) => part.toString(2).padStart(size, "0")).join("");
}

/** All spellings of groups with at most one run of zeros left out. */
function spellings(groups: readonly number[]): string[] {
  const texts = groups.map((group) => group.toString(16));
  const found = [texts.join(":")];
  for (let from = 0; from < 8; from++) {
    for (let to = from + 1; to <= 8; to++) {
      if (groups.slice(from, to).some((group) => group !== 0)) break;
      found.push(
        `${texts.slice(0, from).join(":")}::${texts.slice(to).join(":")}`,
      );
    }
  }
  return found;
}

describe("parseAddress()", () => {
  it("reads IPv4 and its IPv6 form as the same address", () => {
    const address = parseAddress("192.0.2.7");
    for (
      const text of [
        "::ffff:192.0.2.7",
        "::FFFF:c000:207",
        "[::ffff:192.0.2.7]",
        "0:0:0:0:0:ffff:192.0.2.7",
        " 192.0.2.7 ",
      ]
    ) assertEquals(parseAddress(text), address, text);
  });

  it("refuses what is no address", () => {
    for (
      const text of [
        "",
        "localhost",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.256",
        "01.2.3.4",
        "1.2.3.4:80",
        "1.2.3.-4",
        ":",
        ":::",
        "1::2::3",
        "12345::",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7::8",
        "1.2.3.4::",
        "::1.2.3.4:5",
        "g::",
      ]
    ) assertEquals(parseAddress(text), null, text);
  });

  it("reads every spelling of an IPv6 address", () => {
    fc.assert(fc.property(groups8, (groups) => {
      const bytes = groups.flatMap((group) => [group >> 8, group & 0xff]);
      for (const text of spellings(groups)) {
        assertEquals(parseAddress(text), Uint8Array.from(bytes), text);
        assertEquals(parseAddress(`[${text}%eth0]`), Uint8Array.from(bytes));
      }
    }));
  });
});

describe("isInRange()", () => {
  it("compares the first bits of IPv4 addresses", () => {
    fc.assert(
      fc.property(bytes4, bytes4, fc.nat(32), (base, other, length) => {
        // Half of the addresses share some bits.
        const address = base[0] % 2 === 0 ? other : [
          ...base.slice(0, other[0] % 4),
          ...other.slice(other[0] % 4),
        ];
        const expected = bitsOf(base, 8).slice(0, length) ===
          bitsOf(address, 8).slice(0, length);
        const range = `${base.join(".")}/${length}`;
        assertEquals(isAllowed(range, address.join(".")), expected);
        const mapped = `::ffff:${address.join(".")}`;
        assertEquals(isAllowed(range, mapped), expected);
      }),
      { numRuns: 1000 },
    );
  });

  it("compares the first bits of IPv6 addresses", () => {
    fc.assert(
      fc.property(
        groups8,
        groups8,
        fc.nat(8),
        fc.nat(128),
        (base, other, shared, length) => {
          const address = [...base.slice(0, shared), ...other.slice(shared)];
          const expected = bitsOf(base, 16).slice(0, length) ===
            bitsOf(address, 16).slice(0, length);
          const range = `${base.map((part) => part.toString(16)).join(":")}/`;
          const text = address.map((part) => part.toString(16)).join(":");
          assertEquals(isAllowed(range + length, text), expected);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("keeps IPv4 and IPv6 apart, except for all addresses", () => {
    assertEquals(isAllowed("0.0.0.0/0", "203.0.113.7"), true);
    assertEquals(isAllowed("0.0.0.0/0", "2001:db8::7"), false);
    assertEquals(isAllowed("2001:db8::/32", "203.0.113.7"), false);
    assertEquals(isAllowed("::/0", "203.0.113.7"), true);
    assertEquals(isAllowed("203.0.113.7", "203.0.113.7"), true);
    assertEquals(isAllowed("203.0.113.7", "203.0.113.8"), false);
  });

  it("refuses what is no range", () => {
    for (
      const text of [
        "10.0.0.0/33",
        "10.0.0.0/",
        "10.0.0.0/-1",
        "10.0.0.0/8/8",
        "::/129",
        "10/8",
        "/8",
      ]
    ) assertEquals(parseRange(text), null, text);
  });
});

describe("isPrivate()", () => {
  it("tells private networks from the public one", () => {
    const cases: [string, boolean][] = [
      ["127.0.0.1", true],
      ["::ffff:10.1.2.3", true],
      ["172.31.255.255", true],
      ["172.32.0.0", false],
      ["fd00::1", true],
      ["fe80::1%eth0", true],
      ["::1", true],
      ["203.0.113.7", false],
      ["2001:db8::1", false],
    ];
    for (const [text, expected] of cases) {
      const address = parseAddress(text);
      assert(address !== null);
      assertEquals(isPrivate(address), expected, text);
    }
  });
});
