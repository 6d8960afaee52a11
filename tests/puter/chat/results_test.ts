import { assertEquals, assertThrows } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import type { ChatAnswer } from "../../../lib/chat/answer.ts";
import { PuterError } from "../../../lib/puter/errors/classify.ts";
import { readResult } from "../../../lib/puter/chat/results.ts";

const ROUTER_USAGE = {
  prompt: 8,
  completion: 7,
  input_cache_read: 4,
  usd_cents: null,
};

const CLAUDE_USAGE = {
  input_tokens: 12,
  ephemeral_5m_input_tokens: 0,
  ephemeral_1h_input_tokens: 0,
  cache_read_input_tokens: 0,
  output_tokens: 7,
  thinking_tokens: 0,
  usd_cents: 0.0047,
};

/** An answer of an OpenAI-style provider. */
function openai(message: Record<string, unknown>, finish: unknown = "stop") {
  return {
    success: true,
    result: {
      index: 0,
      message: { role: "assistant", ...message },
      logprobs: null,
      finish_reason: finish,
      usage: ROUTER_USAGE,
      via_ai_chat_service: true,
    },
    service: { name: "ai-chat" },
    metadata: {
      service_used: "ollama",
      providerUsed: "ollama:ollama/tiny:1b",
    },
  };
}

/** An answer of a Claude model; its `finish_reason` says nothing. */
function claude(content: unknown, stopReason: string, more = {}) {
  return {
    success: true,
    result: {
      message: {
        id: "msg_fake",
        type: "message",
        role: "assistant",
        model: "claude-haiku-4-5-20251001",
        content,
        stop_reason: stopReason,
        stop_sequence: null,
      },
      usage: CLAUDE_USAGE,
      finish_reason: "stop",
      via_ai_chat_service: true,
      ...more,
    },
    metadata: {
      service_used: "claude",
      providerUsed: "claude-haiku-4-5-20251001",
    },
  };
}

const PARIS = {
  id: "call_1",
  type: "function",
  function: { name: "get_weather", arguments: '{"city":"Paris"}' },
};

const PARIS_CALL = {
  id: "call_1",
  name: "get_weather",
  arguments: '{"city":"Paris"}',
};

function answerOf(json: unknown): Omit<ChatAnswer, "usage"> {
  const { usage: _, ...rest } = readResult(json).answer;
  return rest;
}

const PLAIN: Omit<ChatAnswer, "usage"> = {
  text: "Hello",
  reasoning: "",
  refusal: null,
  toolCalls: [],
  images: [],
  finishReason: "stop",
};

type Row = [what: string, json: unknown, answer: Partial<ChatAnswer>];

const ROWS: Row[] = [
  ["plain text", openai({ content: "Hello", refusal: null }), {}],
  [
    "a tool call",
    openai({ content: null, tool_calls: [PARIS] }, "tool_calls"),
    { text: "", toolCalls: [PARIS_CALL], finishReason: "tool_calls" },
  ],
  [
    "a tool call after a mere stop",
    openai({ content: "", tool_calls: [PARIS] }, "stop"),
    { text: "", toolCalls: [PARIS_CALL], finishReason: "tool_calls" },
  ],
  [
    "tool arguments that are an object",
    openai({
      content: null,
      tool_calls: [{
        id: "call_1",
        function: { name: "get_weather", arguments: { city: "Paris" } },
      }],
    }, "tool_calls"),
    { text: "", toolCalls: [PARIS_CALL], finishReason: "tool_calls" },
  ],
  [
    "provider metadata on a tool call",
    openai({
      content: null,
      tool_calls: [{ ...PARIS, extra_content: { google: 1 } }],
    }, "tool_calls"),
    {
      text: "",
      toolCalls: [{ ...PARIS_CALL, extraContent: { google: 1 } }],
      finishReason: "tool_calls",
    },
  ],
  [
    "two calls that a vendor gave one id",
    openai({
      content: null,
      tool_calls: [PARIS, PARIS, { ...PARIS, id: "" }],
    }, "tool_calls"),
    {
      text: "",
      toolCalls: [
        PARIS_CALL,
        { ...PARIS_CALL, id: "call_1_1" },
        { ...PARIS_CALL, id: "call_2" },
      ],
      finishReason: "tool_calls",
    },
  ],
  [
    "a cut by length",
    openai({ content: "Hello" }, "length"),
    { finishReason: "length" },
  ],
  [
    "a cut within a tool call",
    openai({ content: null, tool_calls: [PARIS] }, "length"),
    { text: "", toolCalls: [PARIS_CALL], finishReason: "length" },
  ],
  [
    "a content filter",
    openai({ content: "Hello" }, "content_filter"),
    { finishReason: "content_filter" },
  ],
  [
    "an unknown finish reason",
    openai({ content: "Hello" }, "moonrise"),
    {},
  ],
  [
    "no finish reason",
    openai({ content: "Hello" }, null),
    {},
  ],
  [
    "reasoning_content",
    openai({ content: "Hello", reasoning_content: "thinking..." }),
    { reasoning: "thinking..." },
  ],
  [
    "reasoning",
    openai({ content: "Hello", reasoning: "thinking..." }),
    { reasoning: "thinking..." },
  ],
  [
    "reasoning details alone",
    openai({
      content: "Hello",
      reasoning_details: [{ type: "reasoning.text", text: "so" }, {
        summary: " it is",
      }],
    }),
    { reasoning: "so it is" },
  ],
  [
    "a refusal",
    openai({ content: null, refusal: "I cannot" }),
    { text: "", refusal: "I cannot" },
  ],
  [
    "images",
    openai({
      content: null,
      images: [
        { type: "image_url", image_url: { url: "data:image/png;base64,AA" } },
        { image_url: "https://example.com/1.png" },
        { url: "https://example.com/2.png" },
      ],
    }),
    {
      text: "",
      images: [
        "data:image/png;base64,AA",
        "https://example.com/1.png",
        "https://example.com/2.png",
      ],
    },
  ],
  [
    "Mistral's camel case",
    {
      success: true,
      result: {
        message: { role: "assistant", content: "", toolCalls: [PARIS] },
        finishReason: "tool_calls",
        usage: { prompt_tokens: 1, completion_tokens: 1 },
      },
    },
    { text: "", toolCalls: [PARIS_CALL], finishReason: "tool_calls" },
  ],
  [
    "Claude's text",
    claude(
      [{ type: "text", text: "Hel" }, { type: "text", text: "lo" }],
      "end_turn",
    ),
    {},
  ],
  [
    "Claude's tool call",
    claude([
      { type: "text", text: "Hello" },
      {
        type: "tool_use",
        id: "call_1",
        name: "get_weather",
        input: { city: "Paris" },
      },
    ], "tool_use"),
    { toolCalls: [PARIS_CALL], finishReason: "tool_calls" },
  ],
  [
    "Claude's thinking",
    claude([
      { type: "thinking", thinking: "Let me think.", signature: "sig" },
      { type: "redacted_thinking", data: "x" },
      { type: "text", text: "Hello" },
    ], "end_turn"),
    { reasoning: "Let me think." },
  ],
  [
    "Claude's cut by length",
    claude([{ type: "text", text: "Hello" }], "max_tokens"),
    { finishReason: "length" },
  ],
  [
    "Claude's stop text",
    claude([{ type: "text", text: "Hello" }], "stop_sequence"),
    {},
  ],
  [
    "Claude's refusal",
    claude([{ type: "text", text: "Hello" }], "refusal"),
    { finishReason: "content_filter" },
  ],
  [
    "Claude's empty answer",
    claude([], "end_turn"),
    { text: "" },
  ],
  [
    "a normalised list of parts",
    claude([{ type: "text", text: "Hello" }], "end_turn", {
      normalized: true,
    }),
    {},
  ],
  [
    "the newer normalised form with a call told twice",
    {
      success: true,
      result: {
        message: {
          role: "assistant",
          content: [
            { type: "text", text: "Hello" },
            { type: "tool_use", id: "call_1", name: "get_weather", input: {} },
          ],
          tool_calls: [PARIS],
        },
        finish_reason: "tool_calls",
        normalized: true,
      },
    },
    { toolCalls: [PARIS_CALL], finishReason: "tool_calls" },
  ],
  [
    "a Responses model's call",
    {
      success: true,
      result: {
        finish_reason: "stop",
        index: 0,
        message: {
          content: "",
          reasoning: null,
          refusal: null,
          role: "assistant",
          tool_calls: [{ ...PARIS, canonical_id: "fc_1" }],
        },
        role: "assistant",
        usage: { prompt_tokens: 8, completion_tokens: 7, cached_tokens: 4 },
      },
    },
    { text: "", toolCalls: [PARIS_CALL], finishReason: "tool_calls" },
  ],
  ["a result without its envelope", openai({ content: "Hello" }).result, {}],
];

describe("readResult()", () => {
  for (const [what, json, answer] of ROWS) {
    it(`reads ${what}`, () => {
      assertEquals(answerOf(json), { ...PLAIN, ...answer });
    });
  }

  it("says who served the answer", () => {
    const result = readResult(openai({ content: "Hello" }));
    assertEquals(result.servedBy, "ollama");
    assertEquals(result.servedModel, "ollama:ollama/tiny:1b");
    assertEquals(result.fakeChat, false);
  });

  it("counts tokens the way the serving provider does", () => {
    assertEquals(readResult(openai({ content: "Hello" })).answer.usage, {
      promptTokens: 12,
      cachedTokens: 4,
      completionTokens: 7,
      reasoningTokens: 0,
      costMicroCents: null,
    });
    const deepseek = {
      ...openai({ content: "Hello" }),
      metadata: { service_used: "deepseek" },
    };
    deepseek.result.usage = {
      prompt_tokens: 8,
      cached_tokens: 4,
      completion_tokens: 7,
    } as unknown as typeof ROUTER_USAGE;
    assertEquals(readResult(deepseek).answer.usage?.promptTokens, 8);
    const { usage } = readResult(claude([{ type: "text", text: "x" }], "end"))
      .answer;
    assertEquals(usage?.costMicroCents, 4700);
  });

  it("recognises filler text", () => {
    const json = {
      ...claude([{ type: "text", text: "Dolore" }], "end_turn"),
      metadata: { service_used: "fake-chat", providerUsed: "fake" },
    };
    assertEquals(readResult(json).fakeChat, true);
  });
});

describe("readResult() of what is no answer", () => {
  const shapes: [string, unknown][] = [
    ["nothing", undefined],
    ["null", null],
    ["a list", []],
    ["a string", { success: true, result: "text" }],
    ["no message", { success: true, result: {} }],
    ["a message without content", openai({})],
    ["content that is a number", openai({ content: 7 })],
    ["content that is an object", openai({ content: { text: "x" } })],
    ["parts of unknown kinds", openai({ content: [{ type: "hologram" }] })],
    [
      "a tool call without a name",
      openai({ content: "", tool_calls: [{ id: "a" }] }, "tool_calls"),
    ],
    ["the finish reason error", openai({ content: "Hel" }, "error")],
  ];
  for (const [what, json] of shapes) {
    it(`blames Puter for ${what}`, () => {
      const thrown = assertThrows(() => readResult(json), PuterError);
      assertEquals(thrown.status, 502);
      assertEquals(thrown.failure.code, "unreadable_answer");
      assertEquals(thrown.failure.blame, "upstream");
    });
  }

  it("does not hide a lost tool call", () => {
    const json = openai({ content: "Checking." }, "tool_calls");
    const thrown = assertThrows(() => readResult(json), PuterError);
    assertEquals(thrown.failure.code, "lost_tool_call");
  });

  it("classifies a failure in the older envelope", () => {
    const json = {
      success: false,
      error: { code: "insufficient_funds", message: "x" },
    };
    const thrown = assertThrows(() => readResult(json), PuterError);
    assertEquals(thrown.failure.code, "insufficient_funds");
  });

  it("reads used-up credit that is told in the metadata alone", () => {
    const json = { success: true, metadata: { usage_limited: true } };
    const thrown = assertThrows(() => readResult(json), PuterError);
    assertEquals(thrown.failure.code, "insufficient_funds");
  });
});
