import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { LiteralBuffer } from "../../../lib/gateway/bodies/tap.ts";

describe("LiteralBuffer", () => {
  it("gives the text back, cut anywhere between reads", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 200 }),
        fc.integer({ min: 1, max: 7 }),
        (text, step) => {
          const literal = JSON.stringify(text).slice(1, -1);
          const bytes = new TextEncoder().encode(`..${literal}`);
          const buffer = new LiteralBuffer(100_000);
          for (let at = 2; at < bytes.length; at += step) {
            buffer.add(bytes, at, Math.min(bytes.length, at + step));
          }
          assertEquals([buffer.text(), buffer.isCut], [text, false]);
        },
      ),
    );
  });

  it("gives the beginning when there is too much, escapes included", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('"', "\\", "\u0001", "a", "\u4e2d"), {
          minLength: 20,
          maxLength: 60,
        }),
        fc.integer({ min: 0, max: 19 }),
        (letters, max) => {
          const text = letters.join("");
          const literal = JSON.stringify(text).slice(1, -1);
          const bytes = new TextEncoder().encode(literal);
          const buffer = new LiteralBuffer(max);
          buffer.add(bytes, 0, bytes.length);
          assertEquals(buffer.isCut, true);
          assert(text.startsWith(buffer.text().replace(/\ufffd+$/, "")));
        },
      ),
    );
  });
});
