import { assert, assertEquals } from "@std/assert";
import { after, before, describe, it } from "@std/testing/bdd";
import { type TestGateway, testGateway } from "../helpers/gateway.ts";
import { readEvents } from "../helpers/sse.ts";

const TINY = "ollama:ollama/tiny:1b";

function hello(text: string, fields: Record<string, unknown> = {}) {
  return {
    model: TINY,
    messages: [{ role: "user", content: text }],
    ...fields,
  };
}

describe("errors", () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await testGateway({
      accounts: [{ tier: "paid" }, { tier: "paid" }],
    });
  });
  after(() => gateway.close());

  async function fail(
    body: unknown,
    status: number,
  ): Promise<{ error: Record<string, unknown>; headers: Headers }> {
    const response = await gateway.fetch("/v1/chat/completions", {
      method: "POST",
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
    const text = await response.text();
    assertEquals(response.status, status, text);
    assertEquals(response.headers.get("content-type"), "application/json");
    const { error } = JSON.parse(text);
    assertEquals(Object.keys(error).sort(), [
      "code",
      "message",
      "param",
      "type",
    ]);
    assert(typeof error.message === "string" && error.message.length > 0);
    return { error, headers: response.headers };
  }

  it("127, 128: refuses what is no JSON, no model, no messages", async () => {
    assertEquals((await fail("{", 400)).error.code, null);
    assertEquals((await fail("", 400)).error.param, null);
    assertEquals((await fail({ messages: [] }, 400)).error.param, "model");
    const { error } = await fail({ model: TINY }, 400);
    assertEquals([error.param, error.code], [
      "messages",
      "missing_required_parameter",
    ]);
  });

  it("129: names empty messages", async () => {
    const { error } = await fail({ model: TINY, messages: [] }, 400);
    assertEquals([error.param, error.code], ["messages", "empty_array"]);
  });

  it("130: answers an unknown model with 404 in the customary words", async () => {
    const { error } = await fail(hello("hi", { model: "no-such-model" }), 404);
    assertEquals(error.code, "model_not_found");
    assertEquals(
      error.message,
      "The model `no-such-model` does not exist or you do not have access " +
        "to it.",
    );
  });

  it("131: names an overflow of the context", async () => {
    const { error } = await fail(hello("TCTX"), 400);
    assertEquals(error.code, "context_length_exceeded");
    assert(/maximum context length/.test(String(error.message)));
  });

  it("132: passes a vendor's rate limit on with retry-after", async () => {
    const { error, headers } = await fail(hello("T429"), 429);
    assertEquals(error.code, "rate_limit_exceeded");
    const retryAfter = Number(headers.get("retry-after"));
    assert(retryAfter >= 1 && retryAfter <= 60);
  });

  it("133: tells used-up credit apart and asks for no retry", async () => {
    const poor = await testGateway({
      accounts: [{ tier: "free", allowance: 0 }],
    });
    const response = await poor.post("/v1/chat/completions", {
      ...hello("hi"),
      model: "gpt-4o",
    });
    assertEquals(response.status, 429);
    assertEquals(response.headers.get("x-should-retry"), "false");
    const { error } = await response.json();
    assertEquals([error.code, error.type], [
      "insufficient_quota",
      "insufficient_quota",
    ]);
    await poor.close();
  });

  it("134: answers a vendor's outage with 502 or 503", async () => {
    for (const text of ["T500", "T503"]) {
      const { error } = await fail(hello(text), 503);
      assertEquals(error.type, "server_error");
    }
  });

  it("135: never passes a credential failure of its own on as 401", async () => {
    await fail(hello("T401"), 502);
    const doomed = await testGateway();
    doomed.simulator.revokeAll();
    const response = await doomed.post("/v1/chat/completions", hello("hi"));
    assertEquals(response.status, 503);
    await response.body?.cancel();
    await doomed.close();
  });

  it("136: gives a failure before the first token its status", async () => {
    for (const model of [TINY, "claude-haiku-4-5"]) {
      const response = await gateway.post(
        "/v1/chat/completions",
        hello("T429", { model, stream: true }),
      );
      assertEquals(response.status, 429, model);
      await response.body?.cancel();
    }
    await fail(hello("T400", { stream: true }), 400);
  });

  it("137: ends a stream that fails with an error frame alone", async () => {
    for (
      const [text, model] of [
        ["TMIDERR", TINY],
        ["TCUT", TINY],
        ["TMIDERR", "claude-haiku-4-5"],
        ["TEMPTY", TINY],
        ["TBLOCKED", "gpt-4o"],
      ]
    ) {
      const response = await gateway.post(
        "/v1/chat/completions",
        hello(text ?? "", {
          model,
          stream: true,
          stream_options: { include_usage: true },
        }),
      );
      assertEquals(response.status, 200, text);
      const events = await readEvents(response);
      assertEquals(events.done, false);
      assert(events.text.length > 0);
      const frame = events.chunks.at(-1);
      assert(frame?.error?.message);
      assertEquals(Object.keys(frame), ["error"]);
      for (const chunk of events.chunks.slice(0, -1)) {
        assertEquals(chunk.choices[0]?.finish_reason, null);
        assert(!chunk.usage);
      }
    }
  });

  it("140: shows no token, key or stack in an error", async () => {
    for (const text of ["T400", "T401", "T429", "T500", "TCTX"]) {
      const response = await gateway.post("/v1/chat/completions", hello(text));
      const body = await response.text();
      assert(!/eyJ|Bearer |sk-|at .*:\d+:\d+/.test(body), body);
    }
  });

  it("141: never puts an error into a success", async () => {
    for (
      const [text, streams] of [
        ["T400", [false, true]],
        ["T401", [false, true]],
        ["T429", [false, true]],
        ["T500", [false, true]],
        ["T503", [false, true]],
        ["TCTX", [false, true]],
        ["TBLOCKED", [false]],
      ] as const
    ) {
      for (const stream of streams) {
        const response = await gateway.post(
          "/v1/chat/completions",
          hello(text, { model: "gpt-4o", stream }),
        );
        assert(response.status >= 400, `${text} ${stream}`);
        assert((await response.json()).error.message);
      }
    }
  });
});
