import { assert, assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { byteRange, rangeAnswer } from "../../lib/http/byte_range.ts";

describe("byteRange()", () => {
  const cases: [header: string | null, found: unknown][] = [
    [null, null],
    ["", null],
    ["bytes=0-", { start: 0, end: 10 }],
    ["bytes=2-4", { start: 2, end: 5 }],
    ["bytes=2-400", { start: 2, end: 10 }],
    ["bytes=-3", { start: 7, end: 10 }],
    ["bytes=-30", { start: 0, end: 10 }],
    ["bytes=10-", "outside"],
    ["bytes=-0", "outside"],
    ["bytes=4-2", null],
    ["bytes=-", null],
    ["bytes=0-1,3-4", null],
    ["lines=0-1", null],
  ];
  for (const [header, found] of cases) {
    it(`reads ${header}`, () => assertEquals(byteRange(header, 10), found));
  }

  it("never leaves the whole", () => {
    fc.assert(fc.property(fc.string(), fc.nat(), fc.nat(), fc.nat(), (
      text,
      first,
      last,
      length,
    ) => {
      for (const header of [text, `bytes=${first}-${last}`, `bytes=-${last}`]) {
        const range = byteRange(header, length);
        if (range === null || range === "outside") continue;
        assert(0 <= range.start && range.start < range.end);
        assert(range.end <= length);
      }
    }));
  });
});

describe("rangeAnswer()", () => {
  it("says which bytes, and of how many", () => {
    assertEquals(rangeAnswer(null, 10), {
      status: 200,
      start: 0,
      end: 10,
      contentRange: null,
    });
    assertEquals(rangeAnswer("bytes=4-", 10), {
      status: 206,
      start: 4,
      end: 10,
      contentRange: "bytes 4-9/10",
    });
    assertEquals(rangeAnswer("bytes=10-", 10), {
      status: 416,
      start: 0,
      end: 0,
      contentRange: "bytes */10",
    });
  });
});
