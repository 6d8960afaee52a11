import { assert, assertEquals } from "@std/assert";
import { after, before, describe, it } from "@std/testing/bdd";
import {
  OWNER_KEY,
  type TestGateway,
  testGateway,
} from "../helpers/gateway.ts";
import { readMessageEvents } from "../helpers/message_events.ts";

const TINY = "ollama:ollama/tiny:1b";
const CLAUDE = "claude-haiku-4-5";
const SPOKEN = "Hello from the fake upstream. 你好 ✓";
const PIXEL = "iVBORw0KGgo=";

const WEATHER = {
  name: "get_weather",
  description: "Weather of a city",
  input_schema: {
    type: "object",
    properties: { city: { type: "string" } },
    required: ["city"],
  },
};

/** What the simulated vendors were asked, as far as tests look at it. */
interface VendorRequest {
  model: string;
  max_tokens?: number;
  system?: string;
  messages: { role: string; content: unknown }[];
  tools?: { name: string }[];
  thinking?: { type: string; budget_tokens?: number };
}

describe("messages", () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await testGateway();
  });
  after(() => gateway.close());

  function start(content: unknown, fields: Record<string, unknown> = {}) {
    return gateway.post("/v1/messages", {
      model: TINY,
      max_tokens: 100,
      messages: [{ role: "user", content }],
      ...fields,
    });
  }

  async function whole(content: unknown, fields: Record<string, unknown> = {}) {
    const response = await start(content, fields);
    const body = await response.json();
    assertEquals(response.status, 200, JSON.stringify(body));
    return body;
  }

  async function stream(
    content: unknown,
    fields: Record<string, unknown> = {},
  ) {
    const response = await start(content, { stream: true, ...fields });
    const body = await response.text();
    assertEquals(response.status, 200, body);
    return readMessageEvents(body);
  }

  async function failure(
    content: unknown,
    fields: Record<string, unknown> = {},
  ) {
    const response = await start(content, fields);
    const { type, error, request_id } = await response.json();
    assertEquals(type, "error");
    assertEquals(request_id, response.headers.get("request-id"));
    return { status: response.status, ...error };
  }

  function vendor(): VendorRequest {
    return gateway.simulator.lastVendorRequest as VendorRequest;
  }

  it("114: answers with a whole message", async () => {
    const response = await start("TANYTHING");
    assertEquals(response.status, 200);
    assertEquals(response.headers.get("content-type"), "application/json");
    const { id, ...message } = await response.json();
    assert(id.startsWith("msg_"));
    assertEquals(message, {
      type: "message",
      role: "assistant",
      model: TINY,
      content: [{ type: "text", text: "Hello from the fake upstream." }],
      stop_reason: "end_turn",
      stop_sequence: null,
      usage: {
        input_tokens: 8,
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: 4,
        output_tokens: 7,
      },
    });
  });

  it("7: has a request-id on answers and errors", async () => {
    for (const fields of [{}, { stream: true }, { model: "none" }]) {
      const response = await start("TANYTHING", fields);
      const id = response.headers.get("request-id");
      assert(id?.startsWith("req_"));
      assertEquals(response.headers.get("x-request-id"), id);
      await response.body?.cancel();
    }
  });

  it("1, 5: is there under every base path, for POST alone", async () => {
    const body = {
      model: TINY,
      max_tokens: 9,
      messages: [{ role: "user", content: "hi" }],
    };
    for (
      const path of ["/messages", "/v1/v1/messages", "/v1//messages/?beta=true"]
    ) {
      const response = await gateway.post(path, body);
      assertEquals(response.status, 200, path);
      assert(response.headers.has("request-id"));
      await response.body?.cancel();
    }
    const response = await gateway.fetch("/v1/messages");
    assertEquals(response.status, 405);
    assertEquals(response.headers.get("allow"), "POST, OPTIONS");
    assertEquals((await response.json()).type, "error");
  });

  it("17: refuses a wrong key in Anthropic's envelope", async () => {
    for (const path of ["/v1/messages", "/v1/messages/count_tokens"]) {
      const response = await gateway.post(path, {}, { key: "wrong" });
      assertEquals(response.status, 401);
      const { type, error } = await response.json();
      assertEquals([type, error.type], ["error", "authentication_error"]);
    }
  });

  it("18: takes the key from either header, with any version", async () => {
    const kinds: Record<string, string>[] = [
      { "x-api-key": OWNER_KEY },
      { "x-api-key": OWNER_KEY, "anthropic-version": "2023-06-01" },
      {
        authorization: `Bearer ${OWNER_KEY}`,
        "anthropic-version": "2026-10-21",
      },
    ];
    for (const headers of kinds) {
      const response = await gateway.post("/v1/messages?beta=true", {
        model: TINY,
        max_tokens: 9,
        messages: [{ role: "user", content: "hi" }],
      }, { key: "", headers });
      assertEquals(response.status, 200);
      await response.body?.cancel();
    }
  });

  it("115: takes system text anywhere, cache marks and unknown blocks", async () => {
    const cache_control = { type: "ephemeral" };
    const body = {
      model: CLAUDE,
      max_tokens: 100,
      system: [
        { type: "text", text: "Be brief.", cache_control },
        { type: "text", text: "Be kind.", cache_control },
      ],
      messages: [
        {
          role: "user",
          content: [
            { type: "text", text: "TANYTHING", cache_control },
            { type: "container_upload", file_id: "f", cache_control },
          ],
        },
        {
          role: "assistant",
          content: [
            { type: "thinking", thinking: "Hm", signature: "abc" },
            { type: "redacted_thinking", data: "abc" },
            { type: "server_tool_use", id: "s", name: "web_search", input: {} },
            { type: "web_search_tool_result", tool_use_id: "s", content: [] },
            { type: "text", text: "Yes?" },
          ],
        },
        { role: "system", content: "Mind the time." },
        { role: "user", content: [{ type: "text", text: "Go on" }] },
      ],
    };
    const response = await gateway.post("/v1/messages", body);
    assertEquals(response.status, 200, await response.text());
    const { system, messages } = vendor();
    const all = JSON.stringify(system);
    for (const text of ["Be brief.", "Be kind.", "Mind the time."]) {
      assert(all.includes(text), all);
    }
    assertEquals(messages.map(({ role }) => role), [
      "user",
      "assistant",
      "user",
    ]);
    assert(!JSON.stringify(messages).includes("Hm"));
    const text = await whole("TANYTHING", { system: "Be brief." });
    assertEquals(text.stop_reason, "end_turn");
  });

  it("116: takes every way of thinking", async () => {
    const modes: [fields: Record<string, unknown>, budget: unknown][] = [
      [{}, undefined],
      [{ thinking: { type: "disabled" } }, undefined],
      [{ thinking: { type: "enabled", budget_tokens: 1024 } }, 1024],
      [{ thinking: { type: "enabled", budget_tokens: 4096 } }, 4096],
      [{ thinking: { type: "enabled", budget_tokens: 31_999 } }, 8192],
      [{ thinking: { type: "adaptive" } }, 8192],
      [
        { thinking: { type: "adaptive" }, output_config: { effort: "low" } },
        1024,
      ],
      [{ output_config: { effort: "max" } }, 8192],
      [{ context_management: { edits: [] }, speed: "fast" }, undefined],
    ];
    for (const [fields, budget] of modes) {
      const body = { model: CLAUDE, max_tokens: 32_000, ...fields };
      await whole("TANYTHING", body);
      assertEquals(vendor().thinking?.budget_tokens, budget);
    }
  });

  it("116: keeps to a JSON schema", async () => {
    const schema = {
      type: "object",
      properties: { name: { type: "string" } },
      required: ["name"],
      additionalProperties: false,
    };
    const format = { type: "json_schema", schema };
    for (
      const fields of [{ output_config: { format } }, { output_format: format }]
    ) {
      const { content } = await whole("Who is it?", fields);
      assertEquals(typeof JSON.parse(content[0].text).name, "string");
    }
  });

  it("117: calls a tool and goes on with its result", async () => {
    for (const model of [TINY, CLAUDE, "gpt-5.4-pro"]) {
      const called = await whole("TTOOL", { model, tools: [WEATHER] });
      assertEquals(called.stop_reason, "tool_use");
      const call = called.content.at(-1);
      assertEquals([call.type, call.name, call.input.city], [
        "tool_use",
        "get_weather",
        "Paris",
      ]);
      const results = [
        "Sunny",
        [{ type: "text", text: "Sunny" }],
        undefined,
      ];
      for (const content of results) {
        const answer = await whole("", {
          model,
          tools: [WEATHER],
          messages: [
            { role: "user", content: "TTOOL" },
            { role: "assistant", content: called.content },
            {
              role: "user",
              content: [{ type: "tool_result", tool_use_id: call.id, content }],
            },
          ],
        });
        assertEquals(answer.stop_reason, "end_turn");
      }
    }
  });

  it("117: shows images of a tool's result, and that it failed", async () => {
    const source = { type: "base64", media_type: "image/png", data: PIXEL };
    await whole("", {
      model: CLAUDE,
      tools: [WEATHER],
      messages: [
        { role: "user", content: "TANYTHING" },
        {
          role: "assistant",
          content: [{
            type: "tool_use",
            id: "a",
            name: "get_weather",
            input: { city: "Paris" },
          }],
        },
        {
          role: "user",
          content: [{
            type: "tool_result",
            tool_use_id: "a",
            is_error: true,
            content: [{ type: "text", text: "Cloudy" }, {
              type: "image",
              source,
            }],
          }],
        },
      ],
    });
    const sent = JSON.stringify(vendor().messages);
    assert(sent.includes("Error: Cloudy"), sent);
    assert(sent.includes(PIXEL), sent);
  });

  it("117: offers tools with a schema only, and as they may be chosen", async () => {
    const tools = [
      { type: "web_search_20250305", name: "web_search", max_uses: 3 },
      { ...WEATHER, defer_loading: true, strict: true, cache_control: {} },
      { ...WEATHER, type: "custom", name: "other" },
    ];
    await whole("TANYTHING", { model: CLAUDE, tools });
    assertEquals(vendor().tools?.map(({ name }) => name), [
      "get_weather",
      "other",
    ]);
    const tool_choice = { type: "tool", name: "other" };
    await whole("TANYTHING", { model: CLAUDE, tools, tool_choice });
    assertEquals(vendor().tools?.map(({ name }) => name), ["other"]);
    for (const type of ["auto", "any", "none"]) {
      await whole("TANYTHING", { tools, tool_choice: { type } });
    }
    const refused = await failure("TANYTHING", {
      tools,
      tool_choice: { type: "tool", name: "none" },
    });
    assertEquals([refused.status, refused.type], [
      400,
      "invalid_request_error",
    ]);
  });

  it("118: clamps max_tokens to the model, and defaults it", async () => {
    await whole("TANYTHING", { model: CLAUDE, max_tokens: 1_000_000 });
    assertEquals(vendor().max_tokens, 64_000);
    await whole("TANYTHING", { model: CLAUDE, max_tokens: undefined });
    assert((vendor().max_tokens ?? 0) > 0);
  });

  it("119, 120: streams the events of one message", async () => {
    const response = await start("TANYTHING", { stream: true });
    assertEquals(response.status, 200);
    assert(
      response.headers.get("content-type")?.startsWith("text/event-stream"),
    );
    const message = readMessageEvents(await response.text());
    assertEquals(message.order, [
      "message_start",
      "content_block_start",
      "content_block_delta",
      "content_block_stop",
      "message_delta",
      "message_stop",
    ]);
    assertEquals(message.content, [{ type: "text", text: SPOKEN }]);
    assertEquals(message.start.model, TINY);
    assert((message.start.usage.input_tokens ?? 0) > 0);
    assertEquals([message.stopReason, message.stopSequence], [
      "end_turn",
      null,
    ]);
    assertEquals(message.usage, {
      input_tokens: 8,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 4,
      output_tokens: 7,
    });
  });

  it("119: keeps text intact wherever the upstream cuts it", async () => {
    for (const size of [1, 2, 3, 7, 64]) {
      gateway.simulator.faults.chunking = { bytes: size };
      const { content } = await stream("TANYTHING");
      assertEquals(content, [{ type: "text", text: SPOKEN }]);
    }
    gateway.simulator.faults.chunking = null;
  });

  it("121: streams a call with its input apart", async () => {
    for (const model of [TINY, CLAUDE, "gpt-5.4-pro"]) {
      const { content, stopReason } = await stream("TTOOL", {
        model,
        tools: [WEATHER],
      });
      assertEquals(stopReason, "tool_use");
      const call = content.at(-1);
      assertEquals([call?.name, (call?.input as { city: string }).city], [
        "get_weather",
        "Paris",
      ]);
    }
  });

  it("121: streams parallel calls one after the other", async () => {
    const { content } = await stream("TTOOL2", { tools: [WEATHER] });
    const calls = content.filter(({ type }) => type === "tool_use");
    assertEquals(calls.map(({ input }) => (input as { city: string }).city), [
      "Paris",
      "Rome",
    ]);
  });

  it("122: thinks first, and signs it", async () => {
    const streamed = await stream("TREASON");
    const answered = await whole("TREASON");
    for (const content of [streamed.content, answered.content]) {
      assertEquals(content.map(({ type }: { type: string }) => type), [
        "thinking",
        "text",
      ]);
      assert(content[0]?.signature);
      // What it gave is taken back.
      const again = await start("", {
        messages: [
          { role: "user", content: "TREASON" },
          { role: "assistant", content },
          { role: "user", content: "TANYTHING" },
        ],
      });
      assertEquals(again.status, 200);
      await again.body?.cancel();
    }
  });

  it("names the stop sequence that ended the answer", async () => {
    const fields = { stop_sequences: ["never", "fake"] };
    const answered = await whole("TANYTHING", fields);
    const { stop_reason, stop_sequence, content } = answered;
    assertEquals([stop_reason, stop_sequence], ["stop_sequence", "fake"]);
    assertEquals(content, [{ type: "text", text: "Hello from the " }]);
    const streamed = await stream("TANYTHING", fields);
    assertEquals([streamed.stopReason, streamed.stopSequence], [
      "stop_sequence",
      "fake",
    ]);
    assertEquals(streamed.content, content);
    assertEquals(streamed.usage?.output_tokens, 7);
  });

  it("says that an answer was cut", async () => {
    assertEquals((await whole("TLENGTH")).stop_reason, "max_tokens");
  });

  it("shows images and documents to models that take them", async () => {
    const pdf = { type: "base64", media_type: "application/pdf", data: PIXEL };
    const content = [
      { type: "text", text: "TANYTHING" },
      {
        type: "image",
        source: { type: "base64", media_type: "image/png", data: PIXEL },
      },
      {
        type: "image",
        source: { type: "url", url: "https://example.com/a.png" },
      },
      { type: "document", title: "Report", source: pdf },
      {
        type: "document",
        source: { type: "url", url: "https://example.com/a.pdf" },
      },
      {
        type: "document",
        title: "Notes",
        context: "From March",
        source: { type: "text", media_type: "text/plain", data: "Buy milk" },
      },
      {
        type: "search_result",
        title: "Milk",
        source: "https://example.com",
        content: [{ type: "text", text: "It is white" }],
      },
    ];
    await whole(content, { model: CLAUDE });
    const parts = vendor().messages[0]?.content as Record<string, unknown>[];
    const url = (url: string) => ({ type: "url", url });
    assertEquals(parts.map(({ type }) => type), [
      "text",
      "image",
      "image",
      "document",
      "document",
      ..."text ".repeat(5).trim().split(" "),
    ]);
    assertEquals(parts[1]?.source, {
      type: "base64",
      media_type: "image/png",
      data: PIXEL,
    });
    assertEquals(parts[2]?.source, url("https://example.com/a.png"));
    assertEquals(parts[3], { type: "document", source: pdf, title: "Report" });
    assertEquals(parts[4]?.source, url("https://example.com/a.pdf"));
    assert(JSON.stringify(parts).includes("Buy milk"));
  });

  it("refuses what it cannot read, naming the field", async () => {
    const cases: [content: unknown, fields: object, param: string][] = [
      ["hi", { messages: [] }, "messages"],
      [
        "hi",
        { messages: [{ role: "tool", content: "a" }] },
        "messages[0].role",
      ],
      ["hi", { max_tokens: 0 }, "max_tokens"],
      ["hi", { temperature: "hot" }, "temperature"],
      ["hi", { tools: [{ name: "a" }] }, "tools[0].input_schema"],
      ["hi", { tool_choice: { type: "some" } }, "tool_choice.type"],
      [[{ type: "text" }], {}, "messages[0].content[0].text"],
      [[{ type: "image" }], {}, "messages[0].content[0].source"],
      [
        [{ type: "image", source: { type: "file", file_id: "f" } }],
        {},
        "messages[0].content[0].source.type",
      ],
      [
        [{ type: "tool_result" }],
        {},
        "messages[0].content[0].tool_use_id",
      ],
    ];
    for (const [content, fields, param] of cases) {
      const { status, type, message } = await failure(
        content,
        fields as Record<string, unknown>,
      );
      assertEquals([status, type], [400, "invalid_request_error"]);
      assert(message.includes(`'${param}'`), message);
    }
  });

  it("125: does not know a model that nobody serves", async () => {
    for (const model of ["none", "claude-nope-5-20260101"]) {
      const { status, type } = await failure("hi", { model });
      assertEquals([status, type], [404, "not_found_error"]);
    }
  });

  it("answers an unlisted snapshot of Claude's by the nearest model", async () => {
    const response = await start("TANYTHING", {
      model: "claude-3-5-haiku-20241022",
    });
    assertEquals(response.status, 200);
    assertEquals(
      response.headers.get("x-puter2api-model"),
      "claude-haiku-4-5-20251001",
    );
    const { model } = await response.json();
    assertEquals(model, "claude-3-5-haiku-20241022");
    const log = await (await gateway.fetch("/api/requests?limit=1")).json();
    assertEquals(log.requests[0].model, "claude-3-5-haiku-20241022");
    assertEquals(log.requests[0].servedModel, "claude-haiku-4-5-20251001");
    // It is answered for, but not there; and opens nothing to a key.
    const listed = await gateway.fetch(
      "/v1/models/claude-3-5-haiku-20241022",
    );
    assertEquals(listed.status, 404);
    await listed.body?.cancel();
    const made = await gateway.post("/api/keys", {
      name: "old",
      models: ["claude-3-5-*"],
    });
    const { key } = await made.json();
    const refused = await gateway.post("/v1/messages", {
      model: "claude-3-5-haiku-20241022",
      messages: [{ role: "user", content: "hi" }],
    }, { key });
    assertEquals(refused.status, 404);
    await refused.body?.cancel();
  });

  it("keeps out keys of other protocols", async () => {
    const made = await gateway.post("/api/keys", {
      name: "chat only",
      surfaces: ["chat_completions"],
    });
    const { key } = await made.json();
    for (const path of ["/v1/messages", "/v1/messages/count_tokens"]) {
      const response = await gateway.post(path, {
        model: TINY,
        max_tokens: 9,
        messages: [{ role: "user", content: "hi" }],
      }, { key });
      assertEquals(response.status, 403);
      const { error } = await response.json();
      assertEquals(error.type, "permission_error");
    }
  });

  it("136: gives a failure before the first event its status", async () => {
    const cases: [string, number, string][] = [
      ["T429", 429, "rate_limit_error"],
      ["T503", 503, "overloaded_error"],
      ["TCTX", 400, "invalid_request_error"],
    ];
    for (const stream of [false, true]) {
      for (const [text, status, type] of cases) {
        const found = await failure(text, { stream, model: CLAUDE });
        assertEquals([found.status, found.type], [status, type], text);
      }
    }
  });

  it("139: ends a broken stream with an error event", async () => {
    const { error, stopReason } = await stream("TMIDERR", { model: CLAUDE });
    assertEquals(error?.type, "overloaded_error");
    assertEquals(stopReason, undefined);
  });

  it("answers unknown paths below it in its envelope", async () => {
    for (const path of ["/v1/messages/batches", "/v1/messages/batches/a"]) {
      const response = await gateway.post(path, {});
      assertEquals(response.status, 404);
      const { type, error } = await response.json();
      assertEquals([type, error.type], ["error", "not_found_error"]);
      assert(response.headers.has("request-id"));
    }
  });

  it("says which files a model does not take", async () => {
    const { status, message } = await failure([{
      type: "document",
      source: { type: "url", url: "https://example.com/a.pdf" },
    }]);
    assertEquals(status, 400);
    assert(message.includes("by URL"), message);
  });

  it("keeps a silent stream alive by pings", async () => {
    const quiet = await testGateway({
      env: { KEEP_ALIVE_MS: "100", HEAD_HOLD_MS: "100" },
    });
    const response = await quiet.post("/v1/messages", {
      model: TINY,
      max_tokens: 100,
      stream: true,
      messages: [{ role: "user", content: "TCHUNKS:3 TDELAY:350" }],
    });
    const { events, content } = readMessageEvents(await response.text());
    const pings = events.filter(({ type }) => type === "ping").length;
    assert(pings >= 3);
    assertEquals(events[0]?.type, "message_start");
    assertEquals(content, [{ type: "text", text: " word0 word1 word2" }]);
    await quiet.close();
  });

  it("123: counts tokens without asking anybody, many at once", async () => {
    const { calls } = gateway.simulator;
    const before = calls.length;
    const body = {
      model: CLAUDE,
      system: "Be brief.",
      tools: [WEATHER],
      messages: [{ role: "user", content: "Hello there. ".repeat(4000) }],
    };
    const counts = await Promise.all(
      Array.from({ length: 25 }, async () => {
        const response = await gateway.post("/v1/messages/count_tokens", body);
        assertEquals(response.status, 200);
        return (await response.json()).input_tokens;
      }),
    );
    assertEquals(new Set(counts).size, 1);
    assert(counts[0] > 12_000 && counts[0] < 12_200, String(counts[0]));
    assertEquals(calls.length, before);
  });
});
