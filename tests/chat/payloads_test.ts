import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { Payloads } from "../../lib/chat/payloads.ts";

const decoder = new TextDecoder();

describe("Payloads", () => {
  it("puts files of forms into JSON as data URLs", () => {
    const payloads = new Payloads();
    const url = payloads.addFile({
      type: "audio/wav",
      chunks: [new Uint8Array([1, 2]), new Uint8Array([3, 4])],
    });
    const pieces = payloads.splice(JSON.stringify({ file: url, model: "m" }));
    assertEquals(
      pieces.map((piece) => decoder.decode(piece)).join(""),
      '{"file":"data:audio/wav;base64,AQIDBA==","model":"m"}',
    );
    assertEquals(
      payloads.describe(url),
      "data:audio/wav;base64,[8 characters]",
    );
  });
});
