import { assert, assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { splitBlocks } from "../../../lib/browser/playground/markdown/blocks.ts";
import { isSafeLink } from "../../../lib/browser/playground/markdown/purify.ts";
import { piecesOf } from "../../../lib/browser/playground/pieces.ts";

/** Lines that Markdown looks at, and some that it does not. */
const line = fc.constantFrom(
  ...["", "text", "- item", "  - inner", "1. one", "```js", "```", "# head"],
  ...["| a | b |", "| - | - |", "> quote", "    code", "<div>", "---", "\t x"],
  ...["*bold*", "[a]: http://b.example", "~~~", "===", "A".repeat(2500)],
);

const markdown = fc.array(line, { maxLength: 30 }).map((lines) =>
  lines.join("\n")
);

function whole(text: string): string {
  const { done, tail } = splitBlocks(text);
  return done.map((block) => block.text).join("") + tail.text;
}

describe("blocks of Markdown", () => {
  it("are the text again when put together", () => {
    fc.assert(fc.property(markdown, (text) => {
      assertEquals(whole(text), text);
    }));
    fc.assert(fc.property(fc.string(), (text) => {
      assertEquals(whole(text), text);
    }));
  });

  it("stay what they are while the text grows", () => {
    fc.assert(fc.property(markdown, markdown, (text, more) => {
      // What is cut without a look at it may be cut elsewhere.
      fc.pre(!/A{2000}/.test(text + more));
      const early = splitBlocks(text).done;
      const late = splitBlocks(text + more).done;
      // A closed block may only be followed, never changed.
      assertEquals(late.slice(0, early.length), early);
    }));
  });

  it("part code and lists from what follows", () => {
    const { done, tail } = splitBlocks("```js\nlet a;\n\nlet b;\n```\n\nend");
    assertEquals(done[0]?.text.trim(), "```js\nlet a;\n\nlet b;\n```");
    assertEquals(tail.text.trim(), "end");
    const list = splitBlocks("- a\n\n- b\n\n");
    assertEquals(list.done, []);
  });

  it("are plain where a browser would take too long", () => {
    const { done, tail } = splitBlocks(`# a\n\n${"A".repeat(1_000_000)}`);
    assertEquals(done[0], { text: "# a", isPlain: false });
    const long = [...done, tail].filter(({ text }) => text.includes("A"));
    assertEquals(long.length, 500);
    assert(long.every(({ isPlain }) => isPlain));
  });

  it("are found in texts that nest without end", () => {
    for (const sign of [">", "- ", "[", "*", "`", "<", "|", "\\"]) {
      const text = sign.repeat(20_000);
      assertEquals(whole(text), text);
    }
  });
});

describe("pieces of a long text", () => {
  it("are short, and the text again when put together", () => {
    const text = fc.array(
      fc.constantFrom("word ", "🎉", "\n", "A".repeat(999)),
    );
    fc.assert(fc.property(text, (parts) => {
      const text = parts.join("");
      const pieces = piecesOf(text);
      assertEquals(pieces.join(""), text);
      for (const piece of pieces) {
        assert(piece.length <= 2000);
        assert(piece.isWellFormed());
      }
    }));
  });
});

describe("links", () => {
  it("lead to the web or to mail, and nowhere else", () => {
    for (
      const href of ["http://a.example", "https://a", "mailto:a@b.example"]
    ) {
      assert(isSafeLink(href), href);
    }
    const bad = [
      ...["javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:a"],
      ...["java\nscript:a", "data:text/html,a", "vbscript:a", "blob:a"],
      ...[
        "/logout",
        "logout",
        "//evil.example",
        "\\\\evil",
        "#a",
        "",
        "file:///",
      ],
    ];
    for (const href of bad) assert(!isSafeLink(href), href);
  });
});
