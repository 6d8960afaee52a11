import { assert, assertEquals, assertThrows } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import type {
  AnswerFormat,
  ChatMessage,
  ChatRequest,
} from "../../../lib/chat/request.ts";
import { ApiError } from "../../../lib/http/errors.ts";
import {
  formatIsNative,
  stopIsNative,
  toPuterArguments,
} from "../../../lib/puter/chat/arguments.ts";
import {
  parseModels,
  type PuterModel,
} from "../../../lib/puter/models/models.ts";

function model(provider: string, id: string): PuterModel {
  const [found] = parseModels([{ id, provider }]);
  assert(found);
  return found;
}

const GPT_4O = model("azure-openai", "gpt-4o");
const GPT_5 = model("azure-openai", "gpt-5");
const O3 = model("openai-completion", "o3");
const GPT_5_PRO = model("openai-responses", "gpt-5.4-pro");
const HAIKU = model("claude", "claude-haiku-4-5-20251001");
const GROK = model("xai", "grok-4");
const ROUTER = model("openrouter", "openrouter:acme/router-1");
const SEED = model("byteplus", "seed-2-0-lite-260428");
const GLM = model("zai", "glm-5");
const LLAMA = model("meta", "llama-5");
const KIMI = model("moonshotai", "kimi-k3");

const TOOLS = [
  {
    name: "get_weather",
    description: "Weather",
    parameters: { type: "object", properties: { city: { type: "string" } } },
  },
  { name: "get_time" },
];

const SENT_WEATHER = {
  type: "function",
  function: {
    name: "get_weather",
    description: "Weather",
    parameters: { type: "object", properties: { city: { type: "string" } } },
  },
};

function request(more: Partial<ChatRequest> = {}): ChatRequest {
  return {
    model: "any",
    messages: [{ role: "user", content: [{ type: "text", text: "Hi" }] }],
    tools: [],
    toolChoice: { mode: "auto" },
    stop: [],
    format: { type: "text" },
    choices: 1,
    stream: false,
    ...more,
  };
}

function argumentsFor(
  to: PuterModel,
  more: Partial<ChatRequest> = {},
  options = { stream: false, maxTokens: 1500 },
): Record<string, unknown> {
  return toPuterArguments(request(more), to, options).args;
}

/** The arguments without what every call carries. */
function extras(to: PuterModel, more: Partial<ChatRequest>) {
  const { model: _, messages: __, max_tokens: ___, ...rest } = argumentsFor(
    to,
    more,
  );
  return rest;
}

function systemText(args: Record<string, unknown>): unknown {
  const [first] = args.messages as { role: string; content: unknown }[];
  return first?.role === "system" ? first.content : undefined;
}

const SAMPLING = {
  temperature: 0.2,
  topP: 0.5,
  stop: ["x"],
  seed: 3,
  frequencyPenalty: 1,
  presencePenalty: 0.5,
  verbosity: "low",
};

describe("toPuterArguments()", () => {
  it("sends no more than it has to", () => {
    assertEquals(argumentsFor(ROUTER), {
      model: "openrouter:acme/router-1",
      messages: [{ role: "user", content: "Hi" }],
      max_tokens: 1500,
    });
  });

  it("says so when the answer is to be streamed", () => {
    const options = { stream: true, maxTokens: 1 };
    assertEquals(argumentsFor(ROUTER, {}, options).stream, true);
  });

  it("keeps the ceiling an integer that the vendor takes", () => {
    const options = { stream: false, maxTokens: 3.7 };
    assertEquals(argumentsFor(GPT_4O, {}, options).max_tokens, 3);
    assertEquals(argumentsFor(GPT_5_PRO, {}, options).max_tokens, 16);
  });

  it("asks for no more than the model and its provider give", () => {
    const options = { stream: false, maxTokens: 9000 };
    const small = { ...GPT_4O, maxTokens: 4096 };
    assertEquals(argumentsFor(small, {}, options).max_tokens, 4096);
    assertEquals(argumentsFor(GPT_4O, {}, options).max_tokens, 9000);
    assertEquals(argumentsFor(GROK, {}, options).max_tokens, 1000);
  });

  const rows: [string, PuterModel, Record<string, unknown>][] = [
    ["OpenAI chat", GPT_4O, { temperature: 0.2 }],
    ["gpt-5 on chat", GPT_5, {}],
    ["the o-series", O3, {}],
    ["gpt-5 on Responses", GPT_5_PRO, { text: { verbosity: "low" } }],
    ["Claude", HAIKU, { temperature: 0.2 }],
    ["xAI", GROK, {}],
    ["OpenRouter", ROUTER, { temperature: 0.2 }],
    ["Moonshot", KIMI, {}],
    [
      "BytePlus",
      SEED,
      { temperature: 0.2, top_p: 0.5, custom: { stop: ["x"] } },
    ],
    ["Z.AI", GLM, { temperature: 0.2, top_p: 0.5, custom: { stop: ["x"] } }],
    [
      "Meta",
      LLAMA,
      {
        temperature: 0.2,
        top_p: 0.5,
        custom: { frequency_penalty: 1, presence_penalty: 0.5, seed: 3 },
      },
    ],
    ["an unknown provider", model("new", "x-1"), { temperature: 0.2 }],
  ];
  for (const [what, to, sent] of rows) {
    it(`sends ${what} the sampling it takes`, () => {
      assertEquals(extras(to, SAMPLING), sent);
    });
  }

  it("asks Claude at the usual temperature, and never above its most", () => {
    assertEquals(argumentsFor(HAIKU).temperature, 1);
    assertEquals(argumentsFor(HAIKU, { temperature: 1.7 }).temperature, 1);
    assertEquals(argumentsFor(HAIKU, { temperature: 0 }).temperature, 0);
  });
});

describe("toPuterArguments() with tools", () => {
  const auto = { tools: TOOLS };

  it("gives every tool a schema of an object", () => {
    assertEquals(extras(ROUTER, auto).tools, [
      SENT_WEATHER,
      {
        type: "function",
        function: {
          name: "get_time",
          parameters: { type: "object", properties: {} },
        },
      },
    ]);
  });

  it("states the choice where that is possible", () => {
    const required = {
      tools: TOOLS,
      toolChoice: { mode: "required" } as const,
    };
    for (const to of [GPT_5_PRO, SEED, LLAMA]) {
      const args = argumentsFor(to, required);
      assertEquals(args.tool_choice, "required");
      assertEquals(systemText(args), undefined);
    }
    const named = {
      tools: TOOLS,
      toolChoice: { mode: "tool", name: "get_time" } as const,
    };
    assertEquals(argumentsFor(GPT_5_PRO, named).tool_choice, {
      type: "function",
      name: "get_time",
    });
    assertEquals(argumentsFor(SEED, named).tool_choice, {
      type: "function",
      function: { name: "get_time" },
    });
    const none = { tools: TOOLS, toolChoice: { mode: "none" } as const };
    assertEquals(argumentsFor(SEED, none).tool_choice, "none");
  });

  it("offers no tools when none may be called", () => {
    const none = { tools: TOOLS, toolChoice: { mode: "none" } as const };
    const args = argumentsFor(GPT_4O, none);
    assertEquals(args.tools, undefined);
    assertEquals(systemText(args), undefined);
  });

  it("keeps the tools of Claude's history and forbids them in words", () => {
    const args = argumentsFor(HAIKU, {
      tools: TOOLS,
      toolChoice: { mode: "none" },
      messages: [
        {
          role: "assistant",
          text: "",
          toolCalls: [{ id: "a", name: "get_time", arguments: "{}" }],
        },
        { role: "tool", callId: "a", text: "noon" },
      ],
    });
    assertEquals((args.tools as unknown[]).length, 2);
    assert(String(systemText(args)).includes("Do not call any tool"));
  });

  it("asks in words for a call, and for the one tool alone", () => {
    const required = {
      tools: TOOLS,
      toolChoice: { mode: "required" } as const,
    };
    const args = argumentsFor(GPT_4O, required);
    assertEquals((args.tools as unknown[]).length, 2);
    assertEquals(args.tool_choice, undefined);
    assert(String(systemText(args)).includes("at least one"));

    const named = argumentsFor(HAIKU, {
      tools: TOOLS,
      toolChoice: { mode: "tool", name: "get_weather" },
    });
    assertEquals(named.tools, [SENT_WEATHER]);
    assert(String(systemText(named)).includes("`get_weather`"));
  });

  it("refuses a choice that is not among the tools", () => {
    const error = assertThrows(
      () =>
        argumentsFor(GPT_4O, {
          tools: TOOLS,
          toolChoice: { mode: "tool", name: "other" },
        }),
      ApiError,
    );
    assertEquals(error.status, 400);
    assertEquals(error.param, "tool_choice");
  });

  it("limits parallel calls only on Responses, and only with tools", () => {
    const one = { tools: TOOLS, parallelToolCalls: false };
    assertEquals(argumentsFor(GPT_5_PRO, one).parallel_tool_calls, false);
    assertEquals(argumentsFor(SEED, one).parallel_tool_calls, undefined);
    const bare = { parallelToolCalls: false };
    assertEquals(argumentsFor(GPT_5_PRO, bare).parallel_tool_calls, undefined);
  });
});

const SCHEMA: AnswerFormat = {
  type: "json_schema",
  name: "city",
  schema: { type: "object", properties: { city: { type: "string" } } },
  strict: true,
};

describe("toPuterArguments() with an answer format", () => {
  it("states it on Responses models, next to the verbosity", () => {
    const args = extras(GPT_5_PRO, { format: SCHEMA, verbosity: "low" });
    assertEquals(args, {
      text: {
        format: {
          type: "json_schema",
          name: "city",
          schema: SCHEMA.schema,
          strict: true,
        },
        verbosity: "low",
      },
    });
  });

  it("states it in custom where a provider takes it there", () => {
    assertEquals(extras(SEED, { format: SCHEMA, stop: ["x"] }), {
      custom: {
        stop: ["x"],
        response_format: {
          type: "json_schema",
          json_schema: { name: "city", schema: SCHEMA.schema, strict: true },
        },
      },
    });
  });

  it("states JSON alone, and the schema in words, where only that goes", () => {
    const args = argumentsFor(GLM, { format: SCHEMA });
    assertEquals(args.custom, { response_format: { type: "json_object" } });
    assert(String(systemText(args)).includes(JSON.stringify(SCHEMA.schema)));
  });

  it("asks for it in words everywhere else", () => {
    for (const to of [GPT_4O, HAIKU, ROUTER, GROK]) {
      const args = argumentsFor(to, { format: SCHEMA });
      assertEquals(args.text, undefined);
      assertEquals(args.custom, undefined);
      assert(String(systemText(args)).includes(JSON.stringify(SCHEMA.schema)));
    }
  });

  it("adds to the system message that is there", () => {
    const args = argumentsFor(HAIKU, {
      format: { type: "json" },
      messages: [
        { role: "system", text: "Be kind" },
        { role: "user", content: [{ type: "text", text: "Hi" }] },
      ],
    });
    assert(String(systemText(args)).startsWith("Be kind\n\n"));
    assertEquals((args.messages as unknown[]).length, 2);
  });

  it("tells where the answer has to be checked", () => {
    const json: AnswerFormat = { type: "json" };
    const rows: [PuterModel, AnswerFormat, boolean][] = [
      [GPT_4O, { type: "text" }, true],
      [GPT_4O, json, false],
      [HAIKU, SCHEMA, false],
      [GPT_5_PRO, SCHEMA, true],
      [GLM, json, true],
      [GLM, SCHEMA, false],
      [LLAMA, SCHEMA, true],
      [LLAMA, json, false],
    ];
    for (const [to, format, native] of rows) {
      assertEquals(formatIsNative(to, format), native, to.id);
    }
  });

  it("tells where stop texts are left to the gateway", () => {
    assertEquals([GLM, SEED].map(stopIsNative), [true, true]);
    assertEquals([GPT_4O, HAIKU, GPT_5_PRO].map(stopIsNative), [
      false,
      false,
      false,
    ]);
  });
});

describe("toPuterArguments() with a reasoning effort", () => {
  const rows: [string, PuterModel, string, Record<string, unknown>][] = [
    ["gpt-4o", GPT_4O, "low", {}],
    ["gpt-5 on chat", GPT_5, "high", {}],
    ["o3", O3, "high", { reasoning_effort: "high" }],
    ["o3", O3, "xhigh", { reasoning_effort: "high" }],
    ["o3", O3, "none", {}],
    [
      "o1-mini",
      model("openai-completion", "o1-mini"),
      "low",
      {},
    ],
    ["gpt-5 on Responses", GPT_5_PRO, "low", { reasoning: { effort: "low" } }],
    ["OpenRouter", ROUTER, "low", {}],
    ["Z.AI", GLM, "low", { custom: { thinking: { type: "enabled" } } }],
    ["Z.AI", GLM, "none", { custom: { thinking: { type: "disabled" } } }],
    ["gpt-5 pro on Responses", GPT_5_PRO, "none", {}],
    ["Meta", LLAMA, "minimal", { reasoning_effort: "low" }],
  ];
  for (const [what, to, effort, sent] of rows) {
    it(`sends "${effort}" to ${what} as ${JSON.stringify(sent)}`, () => {
      assertEquals(extras(to, { reasoningEffort: effort }), sent);
    });
  }

  it("leaves Claude room for the answer beside its thinking", () => {
    const effortAt = (maxTokens: number) =>
      argumentsFor(HAIKU, { reasoningEffort: "high" }, {
        stream: false,
        maxTokens,
      }).reasoning_effort;
    assertEquals(effortAt(9000), "high");
    assertEquals(effortAt(8192), "medium");
    assertEquals(effortAt(2000), "low");
    assertEquals(effortAt(1024), undefined);
  });

  it("does not let Claude think in the middle of an answer", () => {
    const effortAfter = (...messages: ChatMessage[]) =>
      argumentsFor(HAIKU, { reasoningEffort: "low", messages })
        .reasoning_effort;
    const question: ChatMessage = {
      role: "user",
      content: [{ type: "text", text: "Well?" }],
    };
    const call: ChatMessage = {
      role: "assistant",
      text: "",
      toolCalls: [{ id: "a", name: "f", arguments: "{}" }],
    };
    const result: ChatMessage = { role: "tool", callId: "a", text: "1" };
    const answer: ChatMessage = {
      role: "assistant",
      text: "It is",
      toolCalls: [],
    };
    assertEquals(effortAfter(question, call, result), undefined);
    assertEquals(effortAfter(question, call, result, question), undefined);
    assertEquals(effortAfter(question, answer), undefined);
    assertEquals(
      effortAfter(question, call, result, answer, question),
      "low",
    );
    assertEquals(effortAfter(question), "low");
  });

  it("does not ask a Claude that cannot think", () => {
    const old = model("claude", "claude-3-5-haiku-20241022");
    assertEquals(
      argumentsFor(old, { reasoningEffort: "low" }).reasoning_effort,
      undefined,
    );
  });

  it("offers the web search to OpenAI's models, as Puter moves them", () => {
    const asked: Partial<ChatRequest> = {
      webSearch: true,
      tools: TOOLS.slice(0, 1),
      toolChoice: { mode: "required" },
      topP: 0.5,
    };
    for (const searching of [GPT_4O, O3, GPT_5_PRO]) {
      const args = argumentsFor(searching, asked);
      assertEquals(args.tools, [SENT_WEATHER, { type: "web_search" }]);
      assertEquals(args.tool_choice, "required");
      assertEquals(args.model, searching.id);
    }
    const args = argumentsFor(HAIKU, asked);
    assertEquals(args.tools, [SENT_WEATHER]);
    const alone = { webSearch: true };
    assertEquals(argumentsFor(GPT_4O, alone).tools, [
      { type: "web_search" },
    ]);
  });
});
