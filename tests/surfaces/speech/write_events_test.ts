import { assertEquals } from "@std/assert";
import { decodeBase64 } from "@std/encoding/base64";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { SpeechEvents } from "../../../lib/surfaces/speech/write_events.ts";

interface Event {
  type: string;
  audio?: string;
}

function eventsOf(chunks: Uint8Array[]): Event[] {
  const events = new SpeechEvents();
  const buffer = new Uint8Array(64);
  for (const chunk of chunks) {
    // The buffer is used again, as the upstream's is.
    buffer.set(chunk);
    events.audio(buffer.subarray(0, chunk.byteLength));
  }
  events.done();
  const text = new TextDecoder().decode(events.take() ?? new Uint8Array());
  return text.trim().split("\n\n").map((line) => JSON.parse(line.slice(6)));
}

describe("SpeechEvents", () => {
  it("keeps the sound, however it comes", () => {
    const chunks = fc.array(fc.uint8Array({ maxLength: 64 }), { maxLength: 9 });
    fc.assert(fc.property(chunks, (chunks) => {
      const events = eventsOf(chunks);
      assertEquals(events.pop(), { type: "speech.audio.done" });
      const whole = Uint8Array.from(chunks.flatMap((chunk) => [...chunk]));
      const pieces = events.map(({ audio = "" }) => audio);
      assertEquals(new Uint8Array(decodeBase64(pieces.join(""))), whole);
      const each = pieces.flatMap((piece) => [...decodeBase64(piece)]);
      assertEquals(Uint8Array.from(each), whole);
    }));
  });
});
