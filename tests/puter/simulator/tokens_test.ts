import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { Simulator } from "../../../lib/puter/simulator/mod.ts";
import { parseToken } from "../../../lib/puter/tokens.ts";
import { assertThrows } from "@std/assert";
import { ApiError } from "../../../lib/http/errors.ts";

describe("tokens of a simulated account", () => {
  const simulator = new Simulator();
  const { accountId, token, tokens } = simulator.addAccount();

  for (const kind of ["full_access", "session", "app", "worker"] as const) {
    it(`name their account and kind when they are ${kind}`, () => {
      const info = parseToken(tokens[kind]);
      assertEquals(info.accountId, accountId);
      assertEquals(info.kind, kind);
      assertEquals(info.expiresAt, undefined);
    });
  }

  it("are refused offline when scoped or of the retired format", () => {
    for (const text of [tokens.scoped, tokens.retired]) {
      assertThrows(() => parseToken(text), ApiError);
    }
  });

  it("name their end when they have one", () => {
    const expiresAt = Date.UTC(2030, 0, 1);
    const text = simulator.issueToken(accountId, {
      kind: "full_access",
      expiresAt,
    });
    assertEquals(parseToken(text).expiresAt, expiresAt);
  });

  it("are all different and say that they are not real", () => {
    assertEquals(token, tokens.full_access);
    assertEquals(new Set(Object.values(tokens)).size, 6);
    const other = simulator.addAccount();
    assertNotEquals(other.accountId, accountId);
    assertMatch(token, /\.simulated_[\da-f]{32}$/);
  });
});
