import { assert, assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { en } from "../../lib/i18n/en.ts";
import { zh } from "../../lib/i18n/zh.ts";

/** Every text by its path. */
function textsOf(words: unknown, path = ""): Map<string, string> {
  if (typeof words === "string") return new Map([[path, words]]);
  const inner = Object.entries(words as object).map(([name, value]) =>
    textsOf(value, `${path}.${name}`)
  );
  return new Map(inner.flatMap((texts) => [...texts]));
}

function placesOf(text = ""): string[] {
  return (text.match(/\{\w+\}/g) ?? []).toSorted();
}

describe("the words of the cockpit", () => {
  const english = textsOf(en);
  const chinese = textsOf(zh);

  it("are the same in both languages", () => {
    assert(english.size > 150);
    assertEquals(
      [...chinese.keys()].toSorted(),
      [...english.keys()].toSorted(),
    );
  });

  it("leave the same places to fill in", () => {
    for (const [path, text] of english) {
      assertEquals(placesOf(chinese.get(path)), placesOf(text), path);
    }
  });

  it("are never empty, nor English in the Chinese dictionary", () => {
    for (const [path, text] of english) {
      assert(text.trim() !== "", path);
      const other = chinese.get(path) ?? "";
      assert(other.trim() !== "", path);
      // A sentence with blanks between its words is not Chinese.
      const isSentence = /[a-z]{3,} [a-z]{2,} [a-z]{2,}/.test(other);
      assert(!isSentence || /\p{sc=Han}/u.test(other), path);
    }
  });
});
