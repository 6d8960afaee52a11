import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { findTokens } from "../../lib/puter/find_tokens.ts";
import { Simulator } from "../../lib/puter/simulator/mod.ts";

const simulator = new Simulator();
const first = simulator.addAccount({}).token;
const second = simulator.addAccount({}).token;

function part(fields: unknown): string {
  return btoa(JSON.stringify(fields)).replace(/=+$/, "")
    .replaceAll("+", "-").replaceAll("/", "_");
}

/** A JSON Web Token of somebody else. */
const OTHER = `${part({ alg: "RS256" })}.${part({ sub: "x" })}.c2lnbmF0dXJl`;

function tokensIn(text: string): string[] {
  return findTokens(text).tokens.map(({ token }) => token);
}

describe("findTokens()", () => {
  it("finds one in whatever it is pasted in", () => {
    const texts = [
      first,
      `Bearer ${first}`,
      `"${first}"`,
      `puter_auth_token=${first}; other=1`,
      `puter_auth_token=${first.replaceAll(".", "%2E")}`,
      `curl 'https://api.puter.com/x' -H 'authorization: Bearer ${first}'`,
      `https://gateway.example/cb?state=1&token=${first}#x`,
      JSON.stringify({ value: `Bearer ${first}` }),
      first.replace(/(.{40})/g, "$1\n"),
    ];
    for (const text of texts) assertEquals(tokensIn(text), [first], text);
  });

  it("finds several in a HAR file, each once, and leaves others", () => {
    const har = JSON.stringify({
      log: {
        entries: [first, second, first, OTHER].map((token) => ({
          request: {
            headers: [{ name: "Authorization", value: `Bearer ${token}` }],
          },
        })),
      },
    });
    const found = findTokens(har);
    assertEquals(found.tokens.map(({ token }) => token), [first, second]);
    assertEquals([found.ignored, found.refused.length], [1, 0]);
  });

  it("says why Puter's own token is of no use", () => {
    const header = part({ alg: "HS256", kid: "v1" });
    const found = findTokens(`${header}.${part({ uu: "x" })}.c2lnbmF0dXJl`);
    assertEquals([found.tokens, found.ignored], [[], 0]);
    assertEquals(found.refused.length, 1);
  });

  it("finds it between any other words", () => {
    const word = fc.string().filter((text) =>
      !/[\w.%-]$|^[\w.%-]|eyJ/.test(text)
    );
    fc.assert(fc.property(word, word, (before, after) => {
      assertEquals(tokensIn(`${before} ${first} ${after}`), [first]);
    }));
  });
});
