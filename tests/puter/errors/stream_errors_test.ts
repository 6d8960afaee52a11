import { assertEquals, assertStringIncludes } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { classifyStreamError } from "../../../lib/puter/errors/classify.ts";

const context = { model: "claude-haiku-4-5" };

/** A message as Puter's Claude streams carry it. */
function anthropic(status: string, type: string, message = "x"): string {
  const body = { type: "error", error: { type, message } };
  return `${status}${JSON.stringify(body)}`;
}

const ROWS: [message: string, code: string, answer: number][] = [
  [anthropic("429 ", "fake_error"), "vendor_rate_limit", 429],
  [anthropic("", "rate_limit_error"), "vendor_rate_limit", 429],
  [anthropic("400 ", "invalid_request_error"), "vendor_refused", 400],
  [anthropic("401 ", "authentication_error"), "vendor_auth", 502],
  [anthropic("403 ", "permission_error"), "vendor_auth", 502],
  [anthropic("404 ", "not_found_error"), "vendor_model_gone", 404],
  [anthropic("413 ", "request_too_large"), "too_large", 413],
  [anthropic("500 ", "api_error"), "vendor_unavailable", 503],
  [anthropic("529 ", "overloaded_error"), "vendor_unavailable", 503],
  [anthropic("", "overloaded_error", "Overloaded"), "vendor_unavailable", 503],
  ["terminated", "vendor_stream_cut", 502],
  ["upstream exploded", "vendor_stream_error", 502],
  ["", "vendor_stream_error", 502],
  [
    "Unterminated string in JSON at position 12 (line 1 column 13)",
    "bad_tool_arguments",
    502,
  ],
  ["No usage left for request.", "insufficient_funds", 429],
];

describe("classifyStreamError()", () => {
  for (const [message, code, answer] of ROWS) {
    it(`takes "${message.slice(0, 40)}" for ${code}`, () => {
      const failure = classifyStreamError(message, context);
      assertEquals(failure.status, 200);
      assertEquals(failure.code, code);
      assertEquals(failure.error.status, answer);
    });
  }

  it("shows the words inside Anthropic's JSON", () => {
    const message = anthropic(
      "400 ",
      "invalid_request_error",
      "messages.0: bad",
    );
    const { error } = classifyStreamError(message, context);
    assertEquals(error.message, "messages.0: bad");
  });

  it("finds a prompt that is too long", () => {
    const message = anthropic(
      "400 ",
      "invalid_request_error",
      "prompt is too long: 5 tokens > 4 maximum",
    );
    const { error } = classifyStreamError(message, context);
    assertEquals(error.code, "context_length_exceeded");
    assertStringIncludes(error.message, "5 tokens > 4");
  });

  it("never shows what a vendor says of its own faults", () => {
    const message = anthropic("401 ", "authentication_error", "bad x-api-key");
    const { error } = classifyStreamError(message, context);
    assertEquals(
      error.message,
      "The provider of the model `claude-haiku-4-5` failed to answer",
    );
  });

  it("reads the whole line as well as its message", () => {
    const line = { type: "error", message: anthropic("429 ", "fake_error") };
    assertEquals(classifyStreamError(line, context).code, "vendor_rate_limit");
  });

  it("reads an older error line by its code", () => {
    const line = { error: { code: "insufficient_funds", message: "x" } };
    assertEquals(classifyStreamError(line, context).code, "insufficient_funds");
  });

  it("survives a line that says nothing", () => {
    assertEquals(
      classifyStreamError(undefined, context).code,
      "vendor_stream_error",
    );
  });
});
