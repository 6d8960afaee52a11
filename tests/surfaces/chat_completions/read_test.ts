import { assertEquals, assertThrows } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { ApiError } from "../../../lib/http/errors.ts";
import { readChatCompletion } from "../../../lib/surfaces/chat_completions/read.ts";

const HELLO = [{ role: "user", content: "hi" }];

function read(fields: Record<string, unknown> = {}) {
  return readChatCompletion({ model: "m", messages: HELLO, ...fields });
}

function refusal(body: unknown): [number, string | null, string | null] {
  const error = assertThrows(() => readChatCompletion(body), ApiError);
  return [error.status, error.param, error.code];
}

describe("readChatCompletion()", () => {
  it("reads the least a request can hold", () => {
    const { request, style } = read();
    assertEquals(JSON.parse(JSON.stringify(request)), {
      model: "m",
      messages: [{ role: "user", content: [{ type: "text", text: "hi" }] }],
      tools: [],
      toolChoice: { mode: "auto" },
      stop: [],
      format: { type: "text" },
      choices: 1,
      stream: false,
    });
    assertEquals(style.includeUsage, false);
  });

  it("keeps the marks of what is to be remembered", () => {
    const cache = { type: "ephemeral" };
    const part = (text: string) => ({
      type: "text",
      text,
      cache_control: { ...cache, extra: 1 },
    });
    const { request } = read({
      messages: [
        { role: "system", content: [part("a"), { type: "text", text: "b" }] },
        { role: "user", content: [part("c"), { type: "text", text: "d" }] },
        { role: "tool", tool_call_id: "t", content: [part("e")] },
      ],
    });
    assertEquals(request.messages as unknown[], [
      { role: "system", text: "ab", cache },
      {
        role: "user",
        content: [{ type: "text", text: "c", cache }, {
          type: "text",
          text: "d",
        }],
      },
      { role: "tool", callId: "t", text: "e", cache },
    ]);
  });

  it("takes null for absent in every optional field", () => {
    const fields = Object.fromEntries(
      [
        "stream",
        "stream_options",
        "max_tokens",
        "max_completion_tokens",
        "temperature",
        "top_p",
        "n",
        "stop",
        "tools",
        "tool_choice",
        "response_format",
        "reasoning_effort",
        "functions",
        "function_call",
        "seed",
        "parallel_tool_calls",
      ].map((name) => [name, null]),
    );
    assertEquals(read(fields).request, read().request);
  });

  it("names the field of a wrong type", () => {
    for (
      const [fields, param, code] of [
        [{ model: undefined }, "model", "missing_required_parameter"],
        [{ model: 1 }, "model", "invalid_type"],
        [{ messages: undefined }, "messages", "missing_required_parameter"],
        [{ messages: "hi" }, "messages", "invalid_type"],
        [{ messages: [] }, "messages", "empty_array"],
        [{ messages: [1] }, "messages[0]", "invalid_type"],
        [
          { messages: [{ content: "a" }] },
          "messages[0].role",
          "missing_required_parameter",
        ],
        [
          { messages: [{ role: "wizard", content: "a" }] },
          "messages[0].role",
          "invalid_value",
        ],
        [
          { messages: [{ role: "user", content: 5 }] },
          "messages[0].content",
          "invalid_type",
        ],
        [
          { messages: [{ role: "user", content: [{ type: "hologram" }] }] },
          "messages[0].content[0].type",
          "invalid_value",
        ],
        [
          { messages: [{ role: "user", content: [{ type: "text" }] }] },
          "messages[0].content[0].text",
          "missing_required_parameter",
        ],
        [
          { messages: [...HELLO, { role: "tool", content: "x" }] },
          "messages[1].tool_call_id",
          "missing_required_parameter",
        ],
        [{ temperature: "hot" }, "temperature", "invalid_type"],
        [{ temperature: 3 }, "temperature", "decimal_above_max_value"],
        [{ temperature: -1 }, "temperature", "decimal_below_min_value"],
        [{ max_tokens: -1 }, "max_tokens", "integer_below_min_value"],
        [{ max_tokens: 1.5 }, "max_tokens", "invalid_type"],
        [{ n: 100 }, "n", "integer_above_max_value"],
        [{ stream: "yes" }, "stream", "invalid_type"],
        [{ tools: {} }, "tools", "invalid_type"],
        [
          { tools: [{ type: "function" }] },
          "tools[0].function",
          "missing_required_parameter",
        ],
        [
          { response_format: { type: "xml" } },
          "response_format.type",
          "invalid_value",
        ],
        [
          { response_format: { type: "json_schema" } },
          "response_format.json_schema",
          "missing_required_parameter",
        ],
      ] as const
    ) {
      assertEquals(
        refusal({ model: "m", messages: HELLO, ...fields }),
        [400, param, code],
        JSON.stringify(fields),
      );
    }
  });

  it("refuses a body that is no object", () => {
    for (const body of [null, [], "x", 1]) {
      assertEquals(refusal(body)[0], 400);
    }
  });

  it("tolerates the fields of other providers all at once", () => {
    read({
      cache_control: {},
      provider: { order: ["a"] },
      transforms: [],
      route: "fallback",
      models: ["a"],
      plugins: [],
      reasoning: { exclude: true },
      include_reasoning: true,
      thinking: { type: "enabled" },
      enable_thinking: true,
      chat_template_kwargs: {},
      extra_body: {},
      top_k: 4,
      min_p: 0.1,
      num_ctx: 1,
      keep_alive: "5m",
      options: {},
      session_id: "s",
      parallel_tool_calls: true,
      tools: [],
      tool_choice: "auto",
      stream_options: null,
      usage: { include: true },
      metadata: { a: "b" },
      user: "u",
      logit_bias: { 50256: -100 },
      logprobs: true,
      top_logprobs: 5,
      service_tier: "auto",
      store: true,
      prediction: { type: "content", content: "" },
      modalities: ["text"],
    });
  });

  it("prefers max_completion_tokens and takes 0 for no limit", () => {
    assertEquals(
      read({ max_tokens: 5, max_completion_tokens: 7 }).request.maxTokens,
      7,
    );
    assertEquals(read({ max_tokens: 0 }).request.maxTokens, undefined);
  });

  it("reads images as object and as bare string", () => {
    const url = "https://example.com/a.png";
    const { request } = read({
      messages: [{
        role: "user",
        content: [
          { type: "image_url", image_url: { url, detail: "low" } },
          { type: "image_url", image_url: url },
        ],
      }],
    });
    assertEquals(request.messages, [{
      role: "user",
      content: [
        { type: "image", url, detail: "low" },
        { type: "image", url },
      ],
    }]);
  });

  it("reads arrays of text for every role", () => {
    const content = [{ type: "text", text: "a" }, { type: "text", text: "b" }];
    const { request } = read({
      messages: [
        { role: "system", content },
        { role: "developer", content },
        { role: "assistant", content, refusal: null },
        { role: "tool", tool_call_id: "c", content },
      ],
    });
    assertEquals(request.messages, [
      { role: "system", text: "ab" },
      { role: "system", text: "ab" },
      { role: "assistant", text: "ab", toolCalls: [] },
      { role: "tool", callId: "c", text: "ab" },
    ]);
  });

  it("reads the legacy function pair as a tool call and its result", () => {
    const { request, style } = read({
      functions: [{ name: "f", parameters: { type: "object" } }],
      function_call: { name: "f" },
      messages: [
        ...HELLO,
        {
          role: "assistant",
          content: null,
          function_call: { name: "f", arguments: "{}" },
        },
        { role: "function", name: "f", content: "42" },
      ],
    });
    assertEquals(style.legacyFunctions, true);
    assertEquals(request.toolChoice, { mode: "tool", name: "f" });
    assertEquals(request.messages.slice(1), [
      {
        role: "assistant",
        text: "",
        toolCalls: [{ id: "call_1", name: "f", arguments: "{}" }],
      },
      { role: "tool", callId: "call_1", text: "42" },
    ]);
  });

  it("reads every form of tool_choice", () => {
    const tools = ["f", "g"].map((name) => ({
      type: "function",
      function: { name },
    }));
    const choiceOf = (tool_choice: unknown) =>
      read({ tools, tool_choice }).request;
    assertEquals(choiceOf("any").toolChoice, { mode: "required" });
    assertEquals(choiceOf("none").toolChoice, { mode: "none" });
    assertEquals(
      choiceOf({ type: "function", function: { name: "g" } }).toolChoice,
      { mode: "tool", name: "g" },
    );
    const allowed = choiceOf({
      type: "allowed_tools",
      allowed_tools: {
        mode: "required",
        tools: [{ type: "function", function: { name: "g" } }],
      },
    });
    assertEquals(allowed.toolChoice, { mode: "required" });
    assertEquals(allowed.tools, [{ name: "g" }]);
    assertEquals(
      refusal({
        model: "m",
        messages: HELLO,
        tools,
        tool_choice: { type: "function", function: { name: "x" } },
      }),
      [400, "tool_choice", "invalid_value"],
    );
  });
});
