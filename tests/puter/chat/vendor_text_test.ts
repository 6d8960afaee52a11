import { assert, assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import {
  readComplaint,
  scrubText,
} from "../../../lib/puter/chat/vendor_text.ts";

/** Made up at run time, so that no scanner takes them for real ones. */
const fakeJwt = ["eyJhbGciOiJub25lIn0", "eyJmYWtlIjp0cnVlfQ", "c2ln"].join(".");
const fakeKey = "sk-" + "fake".repeat(5);

describe("scrubText()", () => {
  it("hides tokens of every known look", () => {
    const secrets = [
      fakeJwt,
      fakeKey,
      "Bearer " + "abc123",
      "AIza" + "fakefakefake",
      "api_key=" + "fakefake",
      "F0".repeat(32),
      "org-" + "fake".repeat(6),
      'token":"' + "fake-token",
    ];
    for (const secret of secrets) {
      const scrubbed = scrubText(`Refused: ${secret} is wrong`);
      assert(!scrubbed.includes(secret), scrubbed);
      assert(scrubbed.startsWith("Refused:"), scrubbed);
    }
  });

  it("keeps ordinary words", () => {
    const texts = [
      "Unsupported parameter: 'max_tokens' is not supported with this model.",
      "Requested tokens: 210000, allowed tokens=200000",
      "See https://example.com/docs/guides/structured-outputs/introduction",
      "key_not_found or-else org-level",
    ];
    for (const text of texts) assertEquals(scrubText(text), text);
  });

  it("puts everything on one line of a sane length", () => {
    fc.assert(fc.property(fc.string({ maxLength: 5000 }), (text) => {
      const scrubbed = scrubText(text);
      assert(scrubbed.length <= 501);
      assert(!/[\r\n\t]/.test(scrubbed));
    }));
  });

  it("never lets a key through, wherever it stands", () => {
    fc.assert(fc.property(fc.string(), fc.string(), (before, after) => {
      assert(!scrubText(`${before} ${fakeKey} ${after}`).includes(fakeKey));
    }));
  });
});

describe("readComplaint()", () => {
  it("splits the vendor's status from its words", () => {
    const complaint = readComplaint("503 Overloaded");
    assertEquals(complaint, { status: 503, text: "Overloaded" });
  });

  it("unwraps Anthropic's JSON", () => {
    const text = '429 {"type":"error","error":{"type":"rate_limit_error",' +
      '"message":"Slow down"},"request_id":"req_1"}';
    assertEquals(readComplaint(text), {
      status: 429,
      type: "rate_limit_error",
      text: "Slow down",
    });
  });

  it("leaves numbers that are no status alone", () => {
    assertEquals(readComplaint("8192 tokens").text, "8192 tokens");
    assertEquals(readComplaint("4000 tokens").status, undefined);
    assertEquals(readComplaint("200 ok").status, undefined);
  });

  it("keeps text with a brace that is no JSON", () => {
    assertEquals(readComplaint("400 bad {x").text, "bad {x");
  });
});
