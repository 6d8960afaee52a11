import { assertEquals, assertThrows } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import {
  BadMessage,
  BodyDecoder,
  type BodyFraming,
} from "../../../lib/http/client/http_body.ts";

const encoder = new TextEncoder();
const CHUNKED: BodyFraming = { type: "chunked" };

/** Decodes reads one after the other, each in a buffer that is used again. */
function decodeAll(decoder: BodyDecoder, reads: Uint8Array[]): number[] {
  const bytes: number[] = [];
  for (const read of reads) bytes.push(...decoder.decode(read.slice()));
  return bytes;
}

/** Cuts bytes at any places. */
function cut(bytes: Uint8Array, places: number[]): Uint8Array[] {
  const at = places.map((place) => place % (bytes.byteLength + 1));
  const ends = [...at.sort((a, b) => a - b), bytes.byteLength];
  return ends.map((end, i) => bytes.subarray(ends[i - 1] ?? 0, end));
}

function chunked(chunks: Uint8Array[], extension: string): Uint8Array {
  const parts = chunks.flatMap((chunk) => [
    encoder.encode(`${chunk.byteLength.toString(16)}${extension}\r\n`),
    chunk,
    encoder.encode("\r\n"),
  ]);
  parts.push(encoder.encode("0\r\nx-sum: 1\r\n\r\n"));
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

const places = fc.array(fc.nat(), { maxLength: 20 });
const data = fc.uint8Array({ minLength: 1, maxLength: 60 });

describe("BodyDecoder", () => {
  it("gives the data of all chunks wherever reads cut them", () => {
    fc.assert(fc.property(
      fc.array(data, { maxLength: 8 }),
      fc.constantFrom("", ";name=value", ' ; a="b"'),
      places,
      (chunks, extension, cuts) => {
        const decoder = new BodyDecoder(CHUNKED);
        const reads = cut(chunked(chunks, extension.trim()), cuts);
        const bytes = decodeAll(decoder, reads);
        assertEquals(bytes, chunks.flatMap((chunk) => [...chunk]));
        assertEquals(decoder.isComplete, true);
        decoder.end();
      },
    ));
  });

  it("never takes a chunked body that was cut short for a whole one", () => {
    fc.assert(fc.property(data, fc.nat(), (chunk, place) => {
      const whole = chunked([chunk], "");
      const decoder = new BodyDecoder(CHUNKED);
      decoder.decode(whole.slice(0, place % whole.byteLength));
      assertEquals(decoder.isComplete, false);
      assertThrows(() => decoder.end(), BadMessage);
    }));
  });

  it("counts a body whose length is known", () => {
    fc.assert(fc.property(data, places, (body, cuts) => {
      const framing: BodyFraming = { type: "length", bytes: body.byteLength };
      const decoder = new BodyDecoder(framing);
      assertEquals(decodeAll(decoder, cut(body, cuts)), [...body]);
      assertEquals(decoder.isComplete, true);
      assertThrows(() => decoder.decode(body), BadMessage);
    }));
  });

  it("takes a body without framing to end with its connection", () => {
    const decoder = new BodyDecoder({ type: "close" });
    assertEquals([...decoder.decode(encoder.encode("ab"))], [97, 98]);
    assertEquals(decoder.isComplete, false);
    decoder.end();
    assertEquals(decoder.isComplete, true);
  });

  for (
    const body of [
      "x\r\n",
      "\r\nab",
      "-1\r\n",
      "1000000000000\r\n",
      "2\r\nabc\r\n",
      "0\r\n\r\nmore",
    ]
  ) {
    it(`refuses the framing ${JSON.stringify(body)}`, () => {
      const decoder = new BodyDecoder(CHUNKED);
      assertThrows(() => decoder.decode(encoder.encode(body)), BadMessage);
    });
  }
});
