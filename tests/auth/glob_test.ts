import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { matchesGlob } from "../../lib/auth/glob.ts";

/** What a glob means, said once more by trying everything. */
function naive(glob: string, name: string): boolean {
  if (glob === "") return name === "";
  const [first, rest] = [glob[0], glob.slice(1)];
  if (first === "*") {
    return Array.from({ length: name.length + 1 })
      .some((_, skip) => naive(rest, name.slice(skip)));
  }
  const fits = name !== "" && (first === "?" || first === name[0]);
  return fits && naive(rest, name.slice(1));
}

describe("matchesGlob()", () => {
  it("matches names as a whole", () => {
    const cases: [glob: string, name: string, matches: boolean][] = [
      ["gpt-4o", "gpt-4o", true],
      ["gpt-4o", "gpt-4o-mini", false],
      ["gpt-4o", "chatgpt-4o", false],
      ["gpt-4o*", "gpt-4o-mini", true],
      ["gpt-*", "GPT-4o", true],
      ["Claude-*-4-?", "claude-sonnet-4-5", true],
      ["claude-*-4-?", "claude-sonnet-4-", false],
      ["openai/*", "openai/gpt-4o", true],
      ["*", "openrouter:a/b:free", true],
      ["*:free", "openrouter:a/b:free", true],
      ["gpt.4o", "gpt-4o", false],
      ["[a-z]", "b", false],
      ["", "", true],
    ];
    for (const [glob, name, matches] of cases) {
      assertEquals(matchesGlob(glob, name), matches, `${glob} ${name}`);
    }
  });

  it("agrees with trying everything", () => {
    const globs = fc.string({ unit: fc.constantFrom(..."ab*?"), maxLength: 8 });
    const names = fc.string({ unit: fc.constantFrom(..."ab"), maxLength: 8 });
    fc.assert(
      fc.property(globs, names, (glob, name) => {
        assertEquals(matchesGlob(glob, name), naive(glob, name));
      }),
      { numRuns: 3000 },
    );
  });

  it("takes no longer for a glob made to be slow", () => {
    const begun = performance.now();
    assertEquals(matchesGlob("*a".repeat(100), "a".repeat(200) + "b"), false);
    assertEquals(performance.now() - begun < 100, true);
  });
});
