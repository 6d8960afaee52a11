import { assertEquals } from "@std/assert";
import { after, before, describe, it } from "@std/testing/bdd";
import { errorEnvelope } from "../../lib/http/error_envelopes.ts";
import { ApiError } from "../../lib/http/errors.ts";
import { type TestGateway, testGateway } from "../helpers/gateway.ts";

describe("errorEnvelope()", () => {
  it("names an error as each protocol's clients know it", () => {
    const rows: [status: number, anthropic: string, gemini: string][] = [
      [400, "invalid_request_error", "INVALID_ARGUMENT"],
      [401, "authentication_error", "UNAUTHENTICATED"],
      [403, "permission_error", "PERMISSION_DENIED"],
      [404, "not_found_error", "NOT_FOUND"],
      [405, "invalid_request_error", "INVALID_ARGUMENT"],
      [413, "request_too_large", "INVALID_ARGUMENT"],
      [429, "rate_limit_error", "RESOURCE_EXHAUSTED"],
      [500, "api_error", "INTERNAL"],
      [502, "api_error", "INTERNAL"],
      [503, "overloaded_error", "UNAVAILABLE"],
      [504, "timeout_error", "DEADLINE_EXCEEDED"],
    ];
    for (const [status, type, name] of rows) {
      const error = new ApiError("It failed", { status });
      assertEquals(errorEnvelope(error, "anthropic", "req_1"), {
        type: "error",
        error: { type, message: "It failed" },
        request_id: "req_1",
      });
      assertEquals(errorEnvelope(error, "gemini", "req_1"), {
        error: { code: status, message: "It failed", status: name },
      });
    }
  });

  it("has Anthropic's words for what its clients act on", () => {
    const told = (code: string, message: string) => {
      const error = new ApiError(message, {
        status: 400,
        code,
        blame: code === "insufficient_quota" ? "account" : "client",
      });
      return (errorEnvelope(error, "anthropic", "req_1") as {
        error: { message: string };
      }).error.message;
    };
    assertEquals(
      told("context_length_exceeded", "Too many tokens"),
      "prompt is too long: Too many tokens",
    );
    const theirs = "Refused: prompt is too long: 9 tokens > 8 maximum";
    assertEquals(told("context_length_exceeded", theirs), theirs);
    assertEquals(
      told("insufficient_quota", "No credit"),
      "Credit balance is too low: No credit",
    );
    assertEquals(told("invalid_value", "No"), "No");
  });
});

describe("an endpoint of no protocol", () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await testGateway();
  });
  after(() => gateway.close());

  it("answers Anthropic's clients in their envelope, others in OpenAI's", async () => {
    const headers = { "anthropic-version": "2023-06-01" };
    const init = { key: "sk-wrong", headers };
    const theirs = await gateway.fetch("/v1/models", init);
    assertEquals(theirs.status, 401);
    const { type, error } = await theirs.json();
    assertEquals([type, error.type], ["error", "authentication_error"]);
    const other = await gateway.fetch("/v1/models", { key: "sk-wrong" });
    assertEquals(other.status, 401);
    assertEquals((await other.json()).error.code, "invalid_api_key");
  });
});
