import { assertEquals, assertMatch } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import {
  subRip,
  webVtt,
} from "../../../lib/surfaces/transcriptions/subtitles.ts";

const SEGMENTS = [
  { start: 0, end: 1.5, text: " Good morning.\n", speaker: "A" },
  { start: 3661.0006, end: 3662.9999, text: "one --> two\n\nthree" },
];

describe("subtitles", () => {
  it("are cues with commas in SubRip", () => {
    assertEquals(
      subRip(SEGMENTS),
      "1\n00:00:00,000 --> 00:00:01,500\nA: Good morning.\n\n" +
        "2\n01:01:01,001 --> 01:01:03,000\none → two three\n",
    );
  });

  it("are cues with points in WebVTT", () => {
    assertEquals(
      webVtt(SEGMENTS),
      "WEBVTT\n\n00:00:00.000 --> 00:00:01.500\nA: Good morning.\n\n" +
        "01:01:01.001 --> 01:01:03.000\none → two three\n",
    );
    assertEquals(webVtt([]), "WEBVTT\n");
  });

  it("tell every time in its proper form", () => {
    const seconds = fc.double({ min: 0, max: 400_000, noNaN: true });
    fc.assert(fc.property(seconds, (start) => {
      const [, times = ""] = subRip([{ start, end: start, text: "x" }])
        .split("\n");
      assertMatch(times, /^(\d{2,}:[0-5]\d:[0-5]\d,\d{3}) --> \1$/);
      const [hours = 0, minutes = 0, rest = 0] = times.split(" ")[0]
        ?.replace(",", ".").split(":").map(Number) ?? [];
      const told = hours * 3600 + minutes * 60 + rest;
      assertEquals(Math.abs(told - start) < 0.00051, true);
    }));
  });
});
