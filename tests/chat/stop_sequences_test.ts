import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import {
  cutAtStop,
  pendingLength,
  StopSink,
} from "../../lib/chat/stop_sequences.ts";
import { RecordingSink } from "../helpers/recording_sink.ts";

const encoder = new TextEncoder();

function tell(sink: StopSink, text: string): void {
  const bytes = encoder.encode(JSON.stringify(text));
  sink.text(bytes, 1, bytes.byteLength - 1);
}

describe("StopSink", () => {
  it("shows exactly the text before the first stop, however it is cut", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "é", "\n") });
    fc.assert(fc.property(
      fc.array(letters, { maxLength: 12 }),
      fc.array(letters.filter((stop) => stop !== ""), {
        minLength: 1,
        maxLength: 4,
      }),
      (pieces, stops) => {
        const inner = new RecordingSink();
        const sink = new StopSink(inner, stops);
        for (const piece of pieces) tell(sink, piece);
        sink.finish("length", null);
        const whole = pieces.join("");
        const cut = cutAtStop(whole, stops);
        assertEquals(inner.textSoFar, cut?.text ?? whole);
        assertEquals(inner.finished, [{
          reason: cut === null ? "length" : "stop",
          usage: null,
          stopSequence: cut?.stop,
        }]);
        assertEquals(sink.stopped, cut !== null);
      },
    ));
  });

  it("holds back only what may begin a stop sequence", () => {
    const inner = new RecordingSink();
    const sink = new StopSink(inner, ["END"]);
    tell(sink, "one E");
    assertEquals(inner.textSoFar, "one ");
    tell(sink, "ach");
    assertEquals(inner.textSoFar, "one Each");
  });

  it("releases what was held before a tool call", () => {
    const inner = new RecordingSink();
    const sink = new StopSink(inner, ["END"]);
    tell(sink, "E");
    sink.toolCall({ id: "1", name: "f", arguments: "{}" });
    assertEquals(inner.events[0], { text: "E" });
  });
});

describe("cutAtStop()", () => {
  it("cuts at the sequence that is complete first, and names it", () => {
    assertEquals(cutAtStop("xabcd", ["abcd", "bc"]), {
      text: "xa",
      stop: "bc",
    });
    assertEquals(cutAtStop("xabc", ["bc", "abc"]), { text: "x", stop: "abc" });
    assertEquals(cutAtStop("xyz", ["a"]), null);
  });
});

describe("pendingLength()", () => {
  it("is the longest end that a stop sequence may continue", () => {
    assertEquals(pendingLength("xab", ["abc"]), 2);
    assertEquals(pendingLength("xab", ["bcd", "abc"]), 2);
    assertEquals(pendingLength("abc", ["abc"]), 0);
    assertEquals(pendingLength("x", ["abc"]), 0);
  });
});
