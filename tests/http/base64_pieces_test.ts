import { assertEquals } from "@std/assert";
import { encodeBase64 } from "@std/encoding/base64";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { base64Pieces } from "../../lib/http/base64_pieces.ts";

describe("base64Pieces()", () => {
  it("is the base64 of the whole, however it is cut", () => {
    const chunks = fc.array(fc.uint8Array({ maxLength: 9 }), { maxLength: 12 });
    fc.assert(fc.property(chunks, (chunks) => {
      const decoder = new TextDecoder();
      const text = base64Pieces(chunks).map((piece) => decoder.decode(piece));
      const whole = Uint8Array.from(chunks.flatMap((chunk) => [...chunk]));
      assertEquals(text.join(""), encodeBase64(whole));
    }));
  });
});
