import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { clientAddress } from "../../lib/auth/client_address.ts";
import type { ProxyTrust } from "../../lib/config.ts";

function addressOf(
  forwarded: string | undefined,
  trust: ProxyTrust,
  hostname = "198.51.100.1",
): string | undefined {
  const headers = new Headers(
    forwarded === undefined ? {} : { "x-forwarded-for": forwarded },
  );
  const remote = { transport: "tcp" as const, hostname, port: 5 };
  return clientAddress(headers, remote, trust);
}

describe("clientAddress()", () => {
  it("believes the connection alone unless told of proxies", () => {
    assertEquals(addressOf("203.0.113.7", 0), "198.51.100.1");
    assertEquals(addressOf(undefined, 0), "198.51.100.1");
  });

  it("counts trusted proxies from the right", () => {
    const chain = "192.0.2.66, 203.0.113.7,10.0.0.2";
    assertEquals(addressOf(chain, 1), "10.0.0.2");
    assertEquals(addressOf(chain, 2), "203.0.113.7");
    assertEquals(addressOf(chain, 9), "192.0.2.66");
    assertEquals(addressOf(undefined, 1), "198.51.100.1");
  });

  it("leaves out ports and brackets", () => {
    assertEquals(addressOf("203.0.113.7:5123", 1), "203.0.113.7");
    assertEquals(addressOf("[2001:db8::7]:5123", 1), "2001:db8::7");
    assertEquals(addressOf("[2001:db8::7]", 1), "2001:db8::7");
    assertEquals(addressOf("2001:db8::7", 1), "2001:db8::7");
  });

  it("believes Deploy's header only from inside its network", () => {
    const claim = "192.0.2.66, 203.0.113.7";
    assertEquals(addressOf(claim, "deploy"), "198.51.100.1");
    assertEquals(addressOf(claim, "deploy", "10.0.0.3"), "203.0.113.7");
    assertEquals(addressOf(undefined, "deploy", "10.0.0.3"), "10.0.0.3");
  });

  it("knows nothing of a connection without address", () => {
    const remote = { transport: "unix" as const, path: "/run/p.sock" };
    assertEquals(clientAddress(new Headers(), remote, 0), undefined);
    assertEquals(clientAddress(new Headers(), undefined, 0), undefined);
  });
});
