import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { errorResponse } from "../../../lib/http/errors.ts";
import { classifyHttp } from "../../../lib/puter/errors/classify.ts";
import { ACCOUNT_ROWS } from "./account_rows.ts";
import { classify, said } from "./rows.ts";
import { OTHER_ROWS } from "./vendor_rows.ts";

const ROWS = [...ACCOUNT_ROWS, ...OTHER_ROWS];

describe("classifyHttp()", () => {
  for (const [what, status, body, expected] of ROWS) {
    it(`blames ${expected.blame} for ${what}`, () => {
      const failure = classify(status, body);
      assertEquals(failure.status, status);
      assertEquals({
        code: failure.code,
        blame: failure.blame,
        action: failure.action.type,
        other: failure.otherAccount,
        retry: failure.retry,
        answer: [failure.error.status, failure.error.code],
      }, expected as unknown);
      assertEquals(failure.error.blame, failure.blame);
    });
  }

  it("never tells a client that its own key is bad", () => {
    for (const [, status, body] of ROWS) {
      assert(classify(status, body).error.status !== 401);
    }
  });

  it("never shows the attempts of Puter", () => {
    for (const [, status, body] of ROWS) {
      const text = JSON.stringify(body);
      const attempts = text.includes("attempts");
      if (!attempts) continue;
      const { error } = classify(status, body);
      assert(!error.message.includes("messages is not iterable"));
      assert(!error.message.includes("429 x"));
    }
  });

  it("names what a disabled account waits for", () => {
    const body = said("card_verification_required", "Please verify");
    assertEquals(classify(403, body).action, {
      type: "disable",
      reason: "card_verification_required",
    });
  });

  it("marks the model or the whole interface as outside the plan", () => {
    assertEquals(classify(403, said("permission_denied", "x")).action, {
      type: "mark_plan",
      scope: "model",
    });
    assertEquals(classify(402, said("subscription_required", "x")).action, {
      type: "mark_plan",
      scope: "interface",
    });
  });

  it("tells clients not to retry when the credit is used up", async () => {
    const { error } = classify(402, said("insufficient_funds", "No usage"));
    const response = errorResponse(error);
    assertEquals(response.status, 429);
    assertEquals(response.headers.get("x-should-retry"), "false");
    const body = await response.json();
    assertEquals(body.error.type, "insufficient_quota");
  });

  it("sends retry-after with a rate limit, in words too", () => {
    const { error } = classify(429, said("too_many_requests", "Too many."));
    const response = errorResponse(error);
    assertEquals(response.headers.get("retry-after"), "10");
    assertStringIncludes(error.message, "try again in 10s");
  });

  it("uses the words of OpenAI for an unknown model", () => {
    const body = said("bad_request", "Model not found: acme-1");
    assertEquals(
      classify(400, body).error.message,
      "The model `acme-1` does not exist or you do not have access to it.",
    );
  });

  it("takes the model's name as it is, whatever is in it", () => {
    const text = JSON.stringify(said("bad_request", "Model not found: x"));
    const failure = classifyHttp(400, "application/json", text, {
      model: "a$&b$1",
    });
    assertStringIncludes(failure.error.message, "`a$&b$1`");
  });

  it("names the argument at fault", () => {
    const body = said("field_invalid", "Invalid voice: zzz. Expected: alloy", {
      key: "voice",
      expected: "alloy",
      got: "zzz",
    });
    const { error } = classify(400, body);
    assertEquals(error.param, "voice");
    assertEquals(error.message, "Invalid voice: zzz. Expected: alloy");
  });

  it("shows a vendor's words without its status", () => {
    const body = said("upstream_bad_request", "400 Unsupported parameter: foo");
    assertEquals(
      classify(400, body).error.message,
      "Unsupported parameter: foo",
    );
  });
});

describe("classifyHttp() of a prompt that is too long", () => {
  const texts = [
    "400 This model's maximum context length is 8192 tokens.",
    "400 prompt is too long: 210000 tokens > 200000 maximum",
    "400 input length and `max_tokens` exceed context limit: 1 + 2 > 2",
    "The input token count (1200000) exceeds the maximum number of tokens",
    "Your request exceeded model token limit: 131072",
    "Range of input length should be [1, 129024]",
    "Please reduce the length of the messages or completion.",
    '400 {"type":"error","error":{"type":"invalid_request_error",' +
    '"message":"prompt is too long: 5 tokens > 4 maximum"}}',
  ];
  for (const text of texts) {
    it(`sees it in "${text.slice(0, 50)}"`, () => {
      const { error, code } = classify(400, said("upstream_bad_request", text));
      assertEquals(code, "context_length");
      assertEquals(error.param, "messages");
      assertStringIncludes(error.message, "maximum context length");
    });
  }

  it("does not see it in a ceiling that is too high", () => {
    const text = "400 max_tokens is too large: 100000. This model supports at" +
      " most 16384 completion tokens";
    const { code } = classify(400, said("upstream_bad_request", text));
    assertEquals(code, "vendor_refused");
  });
});
