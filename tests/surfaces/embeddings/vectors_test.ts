import { assert, assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import {
  lengthOf,
  vectorAs,
} from "../../../lib/surfaces/embeddings/vectors.ts";

const finite = { noNaN: true, noDefaultInfinity: true };

describe("vectorAs()", () => {
  it("loses no 32-bit float on the way to base64 and back", () => {
    const vector = fc.array(fc.float(finite), { minLength: 1 });
    fc.assert(fc.property(vector, (numbers) => {
      const text = vectorAs(numbers, "base64");
      assert(typeof text === "string");
      assertEquals(vectorAs(text, "float"), numbers);
      assertEquals(vectorAs(text, "base64"), text);
      assertEquals([lengthOf(text), lengthOf(numbers)], [
        numbers.length,
        numbers.length,
      ]);
      // As OpenAI's own libraries decode it.
      const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
      assertEquals(Array.from(new Float32Array(bytes.buffer)), numbers);
    }));
  });

  it("leaves numbers as they are", () => {
    const numbers = [0.1, 1e-30, -3];
    assert(vectorAs(numbers, "float") === numbers);
  });

  it("is null for what is no vector", () => {
    for (
      const given of [
        null,
        undefined,
        {},
        [],
        ["1"],
        [1, null],
        "",
        "AAA=",
        "!",
      ]
    ) {
      assertEquals(vectorAs(given, "float"), null);
      assertEquals(vectorAs(given, "base64"), null);
    }
  });
});
