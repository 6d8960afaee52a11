import { assert, assertEquals } from "@std/assert";
import { after, before, describe, it } from "@std/testing/bdd";
import { type TestGateway, testGateway } from "../helpers/gateway.ts";

const WEATHER = {
  type: "function",
  function: {
    name: "get_weather",
    description: "Weather of a city",
    parameters: {
      type: "object",
      properties: { city: { type: "string" } },
      required: ["city"],
    },
  },
};

function user(content: unknown) {
  return { role: "user", content };
}

interface Call {
  id: string;
  type: string;
  function: { name: string; arguments: string };
}

interface Choice {
  index: number;
  logprobs: null;
  finish_reason: string;
  message: {
    role: string;
    content: string;
    refusal: null;
    reasoning_content?: string;
    tool_calls: [Call];
    function_call?: Call["function"];
  };
}

/** A completion, or the error in its place. */
interface Completion {
  id: string;
  object: string;
  created: number;
  model: string;
  choices: [Choice];
  usage: Record<string, number> & {
    prompt_tokens: number;
    completion_tokens: number;
    total_tokens: number;
    prompt_tokens_details: { cached_tokens: number };
    completion_tokens_details: { reasoning_tokens: number };
  };
  error: { param: string };
}

describe("chat completions, whole", () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await testGateway({
      accounts: [{ tier: "paid" }, { tier: "paid" }],
    });
  });
  after(() => gateway.close());

  async function ask(
    body: Record<string, unknown>,
    status = 200,
  ): Promise<Completion> {
    const response = await gateway.post("/v1/chat/completions", {
      model: "gpt-4o",
      ...body,
    });
    const text = await response.text();
    assertEquals(response.status, status, text);
    assertEquals(response.headers.get("content-type"), "application/json");
    return JSON.parse(text);
  }

  it("30: gives one document when stream is absent, false or null", async () => {
    for (const stream of [undefined, false, null]) {
      const answer = await ask({ messages: [user("hi")], stream });
      assertEquals(answer.object, "chat.completion");
    }
  });

  it("31, 32: has every field of the schema, in the right types", async () => {
    for (const model of ["gpt-4o", "claude-haiku-4-5", "gpt-5.4-pro"]) {
      const answer = await ask({ model, messages: [user("hi")] });
      assertEquals(Object.keys(answer).sort(), [
        "choices",
        "created",
        "id",
        "model",
        "object",
        "service_tier",
        "system_fingerprint",
        "usage",
      ]);
      assertEquals(Object.keys(answer.choices[0]).sort(), [
        "finish_reason",
        "index",
        "logprobs",
        "message",
      ]);
      assert(answer.id.startsWith("chatcmpl-"));
      assert(Number.isInteger(answer.created));
      assertEquals(answer.model, model);
      assertEquals(answer.choices.length, 1);
      const [choice] = answer.choices;
      assertEquals(choice.index, 0);
      assertEquals(choice.logprobs, null);
      assertEquals(choice.message.role, "assistant");
      assertEquals(choice.message.refusal, null);
      assertEquals(typeof choice.message.content, "string");
      assert(choice.message.content.length > 0);
      assertEquals(choice.finish_reason, "stop");
    }
  });

  it("33: counts tokens that add up", async () => {
    for (const model of ["gpt-4o", "claude-haiku-4-5", "gpt-5.4-pro"]) {
      const { usage } = await ask({ model, messages: [user("hi")] });
      for (
        const name of ["prompt_tokens", "completion_tokens", "total_tokens"]
      ) {
        assert(Number.isInteger(usage[name]) && Number(usage[name]) > 0, name);
      }
      assertEquals(
        usage.prompt_tokens + usage.completion_tokens,
        usage.total_tokens,
      );
      assertEquals(typeof usage.prompt_tokens_details.cached_tokens, "number");
      assertEquals(
        typeof usage.completion_tokens_details.reasoning_tokens,
        "number",
      );
    }
  });

  it("34: returns tool calls whole, with the reason that says so", async () => {
    for (const model of ["gpt-4o", "claude-haiku-4-5", "gpt-5.4-pro"]) {
      const { choices: [choice] } = await ask({
        model,
        messages: [user("TTOOL")],
        tools: [WEATHER],
      });
      assertEquals(choice.finish_reason, "tool_calls", model);
      const { content } = choice.message;
      assert(content === null || typeof content === "string", model);
      const [call] = choice.message.tool_calls;
      assert(call.id.length > 0);
      assertEquals(call.type, "function");
      assertEquals(call.function.name, "get_weather");
      assertEquals(JSON.parse(call.function.arguments), { city: "Paris" });
    }
  });

  it("35: takes the results of two calls and answers", async () => {
    for (const model of ["gpt-4o", "claude-haiku-4-5", "gpt-5.4-pro"]) {
      const call = (id: string, city: string) => ({
        id,
        type: "function",
        function: { name: "get_weather", arguments: JSON.stringify({ city }) },
      });
      const answer = await ask({
        model,
        tools: [WEATHER],
        messages: [
          user("Weather in Paris and Rome?"),
          {
            role: "assistant",
            content: "Looking.",
            tool_calls: [call("call_1", "Paris"), call("call_2", "Rome")],
          },
          { role: "tool", tool_call_id: "call_1", content: "sunny" },
          { role: "tool", tool_call_id: "call_2", content: "rain" },
        ],
      });
      assertEquals(answer.choices[0].finish_reason, "stop", model);
      assert(answer.choices[0].message.content.length > 0);
    }
  });

  it("takes a history of calls from a client that offers no tools", async () => {
    for (const model of ["gpt-4o", "claude-haiku-4-5", "gpt-5.4-pro"]) {
      const { choices: [choice] } = await ask({
        model,
        messages: [
          user("Weather in Paris?"),
          {
            role: "assistant",
            content: null,
            tool_calls: [{
              id: "call_1",
              type: "function",
              function: { name: "get_weather", arguments: "{}" },
            }],
          },
          { role: "tool", tool_call_id: "call_1", content: "sunny" },
          user("Thanks. And what is two and two?"),
        ],
      });
      assertEquals(choice.finish_reason, "stop", model);
      assertEquals(choice.message.tool_calls, undefined);
    }
  });

  it("takes a reasoning effort for every model that reasons", async () => {
    for (const model of ["o3-pro", "gpt-5-mini", "claude-haiku-4-5"]) {
      await ask({
        model,
        messages: [user("Think first")],
        reasoning_effort: "low",
        max_tokens: 4000,
      });
    }
  });

  it("gives JSON although no message speaks of it", async () => {
    for (const model of ["gpt-4o", "gpt-5.4-pro"]) {
      const { choices: [choice] } = await ask({
        model,
        messages: [user("Describe a tree")],
        response_format: { type: "json_object" },
      });
      assertEquals(typeof JSON.parse(choice.message.content), "object");
    }
  });

  it("36: takes tool and system messages with array content", async () => {
    const parts = (text: string) => [{ type: "text", text }];
    await ask({
      tools: [WEATHER],
      messages: [
        { role: "system", content: parts("Be short.") },
        user(parts("Weather?")),
        {
          role: "assistant",
          content: null,
          tool_calls: [{
            id: "c",
            type: "function",
            function: { name: "get_weather", arguments: "{}" },
          }],
        },
        { role: "tool", tool_call_id: "c", content: parts("sunny") },
      ],
    });
  });

  it("37: takes images as https URL, data URL and bare string", async () => {
    const urls = [
      "https://example.com/a.png",
      "data:image/png;base64,iVBORw0KGgo=",
    ];
    for (const model of ["gpt-4o", "claude-haiku-4-5", "gpt-5.4-pro"]) {
      for (const url of urls) {
        for (const image_url of [{ url }, url]) {
          await ask({
            model,
            messages: [user([
              { type: "text", text: "What is this?" },
              { type: "image_url", image_url },
            ])],
          });
        }
      }
    }
  });

  it("38: takes developer and system messages anywhere", async () => {
    for (const model of ["gpt-4o", "claude-haiku-4-5", "gpt-5.4-pro"]) {
      await ask({
        model,
        messages: [
          { role: "developer", content: "Be kind." },
          { role: "system", content: "Be short." },
          user("hi"),
          { role: "system", content: "Be honest." },
          user("Who are you?"),
        ],
      });
    }
  });

  it("39: takes all that clients send beside, without effect", async () => {
    const plain = await ask({ messages: [user("hi")] });
    const request = gateway.simulator.lastVendorRequest;
    const answer = await ask({
      messages: [{ ...user("hi"), cache_control: { type: "ephemeral" } }],
      cache_control: { type: "ephemeral" },
      provider: { order: ["openai"], allow_fallbacks: false },
      transforms: ["middle-out"],
      route: "fallback",
      models: ["gpt-4o-mini"],
      plugins: [{ id: "web" }],
      include_reasoning: true,
      enable_thinking: false,
      chat_template_kwargs: { enable_thinking: false },
      extra_body: { a: 1 },
      extra_headers: { "x-a": "1" },
      top_k: 40,
      min_p: 0.1,
      top_a: 0.1,
      repetition_penalty: 1.1,
      num_ctx: 8192,
      keep_alive: "5m",
      think: false,
      options: { num_ctx: 8192 },
      session_id: "s",
      chat_id: "c",
      parallel_tool_calls: true,
      tools: [],
      tool_choice: "auto",
      stream_options: null,
      usage: { include: true },
      prompt_cache_key: "k",
      safety_identifier: "s",
      service_tier: "auto",
      store: true,
      metadata: { a: "b" },
      user: "u",
      drop_params: true,
      allowed_openai_params: ["tools"],
    });
    assertEquals(answer.choices, plain.choices);
    assertEquals(answer.usage, plain.usage);
    assertEquals(gateway.simulator.lastVendorRequest, request);
    for (const model of ["gpt-4o", "claude-haiku-4-5", "gpt-5.4-pro"]) {
      await ask({
        model,
        messages: [user("hi")],
        reasoning: { effort: "low" },
        thinking: { type: "enabled", budget_tokens: 1024 },
        verbosity: "low",
      });
    }
  });

  it("59: gives a call without arguments an empty object", async () => {
    for (const model of ["gpt-4o", "claude-haiku-4-5", "gpt-5.4-pro"]) {
      const { choices: [choice] } = await ask({
        model,
        messages: [user("TTOOL")],
        tools: [{ type: "function", function: { name: "get_time" } }],
      });
      const [call] = choice.message.tool_calls;
      assertEquals(call.function, { name: "get_time", arguments: "{}" });
    }
  });

  it("40: sends both limits upstream and reports length", async () => {
    for (const name of ["max_tokens", "max_completion_tokens"]) {
      const answer = await ask({ messages: [user("TLENGTH")], [name]: 7 });
      assertEquals(answer.choices[0].finish_reason, "length");
      const request = gateway.simulator.lastVendorRequest;
      assert(JSON.stringify(request).includes('"max_completion_tokens":7'));
    }
  });

  it("41: returns an object that fits the schema", async () => {
    const schema = {
      type: "object",
      properties: {
        name: { type: "string" },
        age: { type: "integer" },
        tags: { type: "array", items: { type: "string" } },
      },
      required: ["name", "age", "tags"],
      additionalProperties: false,
    };
    for (const model of ["gpt-4o", "claude-haiku-4-5", "gpt-5.4-pro"]) {
      const answer = await ask({
        model,
        messages: [user("Describe a person")],
        response_format: {
          type: "json_schema",
          json_schema: { name: "person", strict: true, schema },
        },
      });
      const value = JSON.parse(answer.choices[0].message.content);
      assertEquals(typeof value.name, "string");
      assert(Number.isInteger(value.age));
      assert(Array.isArray(value.tags));
      const json = await ask({
        model,
        messages: [user("Give me JSON")],
        response_format: { type: "json_object" },
      });
      assertEquals(
        typeof JSON.parse(json.choices[0].message.content),
        "object",
      );
    }
  });

  it("41: checks patterns, and refuses what is none", async () => {
    const asked = (pattern: string, status: number) =>
      ask({
        model: "ollama:ollama/tiny:1b",
        messages: [user("Describe a person")],
        response_format: {
          type: "json_schema",
          json_schema: { name: "x", schema: { type: "string", pattern } },
        },
      }, status);
    const { choices: [choice] } = await asked("^[a-z]{3}-[0-9]+$", 200);
    const value = JSON.parse(choice.message.content);
    assert(/^[a-z]{3}-[0-9]+$/.test(value), value);
    const { error } = await asked("(", 400);
    assertEquals(error.param, "response_format.json_schema.schema");
  });

  it("42: answers a legacy request with function_call", async () => {
    const { choices: [choice] } = await ask({
      messages: [user("TTOOL")],
      functions: [WEATHER.function],
      function_call: "auto",
    });
    assertEquals(choice.finish_reason, "function_call");
    assertEquals(choice.message.tool_calls, undefined);
    assertEquals(choice.message.function_call, {
      name: "get_weather",
      arguments: '{"city":"Paris"}',
    });
  });

  it("43: takes empty tools and choices without tools", async () => {
    await ask({ messages: [user("hi")], tools: [] });
    await ask({ messages: [user("hi")], tool_choice: "auto" });
    await ask({ messages: [user("hi")], parallel_tool_calls: true });
  });

  it("44: returns as many choices as asked for", async () => {
    const answer = await ask({ messages: [user("hi")], n: 3 });
    assertEquals(
      answer.choices.map((choice: { index: number }) => choice.index),
      [0, 1, 2],
    );
    const one = await ask({ messages: [user("hi")] });
    assertEquals(answer.usage.total_tokens, 3 * one.usage.total_tokens);
    const refused = await ask({ messages: [user("hi")], n: 1000 }, 400);
    assertEquals(refused.error.param, "n");
  });

  it("45: keeps reasoning out of the content", async () => {
    const { choices: [choice] } = await ask({
      model: "ollama:ollama/tiny:1b",
      messages: [user("TREASON")],
    });
    assertEquals(choice.message.reasoning_content, "thinking...");
    assertEquals(choice.message.content, "Hello from the fake upstream.");
  });

  it("ends the text before the first stop sequence", async () => {
    const { choices: [choice] } = await ask({
      model: "ollama:ollama/tiny:1b",
      messages: [user("TTEXT hi")],
      stop: [" from", "zzz"],
    });
    assertEquals(choice.finish_reason, "stop");
    assert(!choice.message.content.includes(" from"));
  });
});
