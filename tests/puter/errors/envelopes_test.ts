import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { errorResponse } from "../../../lib/http/errors.ts";
import {
  brokenStream,
  classifyHttp,
  fakeChat,
  networkFailure,
  PuterError,
} from "../../../lib/puter/errors/classify.ts";
import { classify, said } from "./rows.ts";

const context = { model: "acme-1" };

describe("classifyHttp() of older envelopes", () => {
  it("reads a failure that travels with status 200", () => {
    const failure = classify(200, {
      success: false,
      error: {
        code: "insufficient_funds",
        message: "Available funding is not enough",
        status: 402,
      },
    });
    assertEquals(failure.status, 200);
    assertEquals(failure.code, "insufficient_funds");
  });

  it("takes the inner status where the code is unknown", () => {
    const error = { code: "strange", message: "x", status: 429 };
    assertEquals(classify(200, { success: false, error }).code, "rate_limit");
  });

  it("reads used-up credit out of the metadata", () => {
    const body = { success: false, metadata: { usage_limited: true } };
    assertEquals(classify(200, body).code, "insufficient_funds");
  });

  it("reads the first line of a stream that is an error object", () => {
    const line = '{"error":{"code":"forbidden","message":"Account suspended"}}';
    const failure = classifyHttp(200, "application/x-ndjson", line + "\n", {
      model: "x",
    });
    assertEquals(failure.code, "suspended");
  });

  it("blames Puter for a failure without any code", () => {
    assertEquals(classify(200, { success: false }).code, "unreadable_answer");
  });
});

describe("classifyHttp() of bodies that are not JSON", () => {
  const rows: [number, string, string, number][] = [
    [403, "address_refused", "network", 502],
    [401, "upstream_fault", "upstream", 502],
    [429, "address_limited", "network", 503],
    [404, "not_found", "gateway", 500],
    [413, "too_large", "client", 413],
    [500, "upstream_fault", "upstream", 502],
    [502, "upstream_fault", "upstream", 502],
    [503, "overloaded", "upstream", 503],
    [504, "upstream_timeout", "upstream", 504],
    [200, "unreadable_answer", "upstream", 502],
  ];
  for (const [status, code, blame, answer] of rows) {
    it(`blames ${blame} for a plain ${status}, never the account`, () => {
      const failure = classifyHttp(status, "text/plain", "Forbidden", context);
      assertEquals(failure.code, code);
      assertEquals(failure.blame as string, blame);
      assertEquals(failure.action, { type: "none" });
      assertEquals(failure.otherAccount, false);
      assertEquals(failure.error.status, answer);
    });
  }
});

describe("classifyHttp() of unknown codes", () => {
  it("does not disable an account for a refusal it does not know", () => {
    const failure = classify(403, said("brand_new", "No"));
    assertEquals(failure.blame, "account");
    assertEquals(failure.action, { type: "cool", ms: 60_000 });
    assertEquals(failure.error.status, 503);
  });

  it("blames Puter for an unknown fault", () => {
    assertEquals(classify(507, said("full", "x")).code, "upstream_fault");
  });

  it("goes by the status where there is no code", () => {
    const body = { error: "App not found", message: "App not found" };
    assertEquals(classify(404, body).code, "not_found");
  });
});

describe("failures without an answer", () => {
  it("blames the network for a broken connection", () => {
    const failure = networkFailure(new TypeError("reset"), context);
    assertEquals(failure.status, 0);
    assertEquals(failure.blame, "network");
    assertEquals(failure.retry, "once");
    assertEquals(failure.error.status, 502);
  });

  it("answers 504 when the time is up", () => {
    const late = new DOMException("late", "TimeoutError");
    const failure = networkFailure(late, context);
    assertEquals(failure.error.status, 504);
    assertEquals(failure.retry, "never");
  });

  it("blames Puter for a stream without an end", () => {
    const failure = brokenStream(context);
    assertEquals(failure.blame, "upstream");
    assertEquals(failure.action, { type: "none" });
    assertEquals(failure.error.status, 502);
  });

  it("takes filler text for a refusal of the prompt", () => {
    const failure = fakeChat(context);
    assertEquals(failure.blame, "client");
    assertEquals(failure.error.code, "content_policy_violation");
  });

  it("reaches the client through a thrown error as it is", async () => {
    const thrown = new PuterError(classify(503, said("db_unavailable", "x")));
    const response = errorResponse(thrown);
    assertEquals(response.status, 503);
    assertEquals(response.headers.get("retry-after"), "5");
    assertEquals((await response.json()).error.code, "service_unavailable");
    assertEquals(thrown.failure.code, "overloaded");
  });
});
