import { assert, assertEquals, assertMatch } from "@std/assert";
import { after, before, describe, it } from "@std/testing/bdd";
import { type TestGateway, testGateway } from "../helpers/gateway.ts";
import {
  readResponseEvents,
  type SeenResponse,
} from "../helpers/response_events.ts";
import { responseObjectSchema } from "../helpers/response_schemas.ts";

/** One model of each family. */
const MODELS = ["gpt-4o", "claude-haiku-4-5", "gpt-5.4-pro"];

/** A model whose reasoning Puter tells. */
const THINKER = "claude-haiku-4-5";

const WEATHER = {
  type: "function",
  name: "get_weather",
  parameters: {
    type: "object",
    properties: { city: { type: "string" } },
    required: ["city"],
  },
};

const NAMESPACE = { type: "namespace", name: "home", tools: [WEATHER] };

const PIXEL =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

describe("responses", () => {
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
  ): Promise<SeenResponse> {
    const response = await gateway.post("/v1/responses", {
      model: "gpt-4o",
      ...body,
    });
    const text = await response.text();
    assertEquals(response.status, status, text);
    assertEquals(response.headers.get("content-type"), "application/json");
    const seen = JSON.parse(text);
    if (status === 200) responseObjectSchema.parse(seen);
    return seen;
  }

  async function stream(body: Record<string, unknown>) {
    const response = await gateway.post("/v1/responses", {
      model: "gpt-4o",
      stream: true,
      ...body,
    });
    assertEquals(response.status, 200);
    assertEquals(
      response.headers.get("content-type"),
      "text/event-stream; charset=utf-8",
    );
    return await readResponseEvents(response);
  }

  it("70: a text gives a response with every key", async () => {
    for (const model of MODELS) {
      const answer = await ask({ model, input: "hi" });
      assertMatch(answer.id, /^resp_\w{36}$/);
      assertEquals([answer.status, answer.model], ["completed", model]);
      const [message] = answer.output;
      assertEquals([message?.type, message?.status], ["message", "completed"]);
      assert(message?.content?.[0]?.text);
    }
  });

  it("71: reads every form of message", async () => {
    for (const model of MODELS) {
      const answer = await ask({
        model,
        instructions: "Be short.",
        input: [
          { role: "developer", content: "Speak English." },
          { role: "user", content: "hello" },
          {
            type: "message",
            id: "msg_1",
            role: "assistant",
            status: "completed",
            content: [{ type: "output_text", text: "Hi!", annotations: [] }],
          },
          {
            type: "message",
            role: "user",
            content: [
              { type: "input_text", text: "What is this?" },
              { type: "input_image", image_url: PIXEL, detail: "low" },
            ],
          },
        ],
      });
      assertEquals(answer.status, "completed");
      assertEquals(answer.instructions, "Be short.");
    }
  });

  it("72: a call has both ids, its name and its arguments", async () => {
    for (const model of MODELS) {
      const { output } = await ask({ model, input: "TTOOL", tools: [WEATHER] });
      const call = output.find(({ type }) => type === "function_call");
      assertMatch(String(call?.id), /^fc_/);
      assert(call?.call_id);
      assertEquals(
        [call.name, call.arguments, call.status],
        ["get_weather", '{"city":"Paris"}', "completed"],
      );
    }
  });

  it("73: takes the results of calls as text and as parts", async () => {
    const outputs = [
      "sunny",
      [{ type: "input_text", text: "sunny" }],
      [{ type: "input_image", image_url: PIXEL }],
    ];
    for (const model of MODELS) {
      for (const output of outputs) {
        const answer = await ask({
          model,
          tools: [WEATHER],
          input: [
            { role: "user", content: "Weather?" },
            { type: "reasoning", id: "rs_1", summary: [] },
            {
              type: "function_call",
              call_id: "call_1",
              name: "get_weather",
              arguments: '{"city":"Rome"}',
            },
            { type: "function_call_output", call_id: "call_1", output },
            { type: "web_search_call", id: "ws_1", status: "completed" },
          ],
        });
        assertEquals(answer.status, "completed");
      }
    }
  });

  it("80: hosted, namespace and custom tools are no reason to fail", async () => {
    const hosted = [
      "web_search",
      "web_search_preview",
      "file_search",
      "code_interpreter",
      "image_generation",
      "computer_use_preview",
      "mcp",
      "local_shell",
      "shell",
      "apply_patch",
      "tool_search",
      "never_heard_of",
    ].map((type) => ({ type }));
    for (const model of MODELS) {
      const tools = [...hosted, { type: "custom", name: "write" }, NAMESPACE];
      const answer = await ask({ model, input: "hi", tools });
      assertEquals(answer.status, "completed");
    }
  });

  it("80: calls of namespace and custom tools come back as such", async () => {
    const inner = await ask({ input: "TTOOL", tools: [NAMESPACE] });
    const [call] = inner.output.filter(({ type }) => type === "function_call");
    assertEquals([call?.namespace, call?.name], ["home", "get_weather"]);
    const custom = await ask({
      input: "TTOOL",
      tools: [{ type: "custom", name: "write" }],
    });
    const [made] = custom.output.filter(({ type }) =>
      type === "custom_tool_call"
    );
    assertEquals([made?.name, typeof made?.input], ["write", "string"]);
    const answer = await ask({
      tools: [NAMESPACE, { type: "custom", name: "write" }],
      input: [
        { role: "user", content: "hi" },
        call,
        { type: "function_call_output", call_id: call?.call_id, output: "ok" },
        made,
        {
          type: "custom_tool_call_output",
          call_id: made?.call_id,
          output: "ok",
        },
      ],
    });
    assertEquals(answer.status, "completed");
  });

  it("80: OpenAI's models get the web search, others do without", async () => {
    const offered = async (model: string, search: Record<string, unknown>) => {
      const body = { model, input: "hi", tools: [WEATHER, search] };
      for (const seen of [await ask(body), (await stream(body)).response]) {
        assertEquals(seen.status, "completed");
      }
      const { tools } = gateway.simulator.lastVendorRequest as {
        tools: { type: string }[];
      };
      return tools.map(({ type }) => type);
    };
    const both = ["function", "web_search"];
    assertEquals(await offered("gpt-4o", { type: "web_search" }), both);
    assertEquals(
      await offered("gpt-5.4-pro", { type: "web_search_preview" }),
      both,
    );
    const cached = { type: "web_search", external_web_access: false };
    assertEquals(await offered("gpt-5.4-pro", cached), ["function"]);
    const claude = await offered("claude-haiku-4-5", { type: "web_search" });
    assertEquals(claude.length, 1);
  });

  it("81: a reached limit leaves the response incomplete", async () => {
    const answer = await ask({ input: "TLENGTH", max_output_tokens: 16 });
    assertEquals(answer.status, "incomplete");
    assertEquals(answer.incomplete_details, { reason: "max_output_tokens" });
  });

  it("82: obeys a JSON schema", async () => {
    const schema = {
      type: "object",
      properties: { city: { type: "string" } },
      required: ["city"],
      additionalProperties: false,
    };
    for (const model of MODELS) {
      const { output } = await ask({
        model,
        input: "Name a city",
        text: { format: { type: "json_schema", name: "city", schema } },
      });
      const text = output.at(-1)?.content?.[0]?.text ?? "";
      assertEquals(typeof JSON.parse(text).city, "string");
    }
  });

  it("83, 84, 89: streams text in order, with usage at the end", async () => {
    for (const model of MODELS) {
      const seen = await stream({ model, input: "hi" });
      assertEquals(seen.types.at(-1), "response.completed");
      assertEquals(seen.response.output[0]?.content?.[0]?.text, seen.text);
      assert(seen.response.usage !== null);
    }
  });

  it("88: keeps a silent stream alive by comments alone", async () => {
    const quiet = await testGateway({ env: { KEEP_ALIVE_MS: "100" } });
    const response = await quiet.post("/v1/responses", {
      model: "ollama:ollama/tiny:1b",
      stream: true,
      input: "TCHUNKS:3 TDELAY:350",
    });
    const seen = await readResponseEvents(response);
    assert(seen.comments >= 3);
    assertEquals(seen.response.status, "completed");
    await quiet.close();
  });

  it("85: streams reasoning into its item", async () => {
    const seen = await stream({ model: THINKER, input: "TREASON" });
    const [thought] = seen.response.output;
    assertEquals(thought?.type, "reasoning");
    assert(seen.reasoning.length > 0);
    assertEquals(thought?.summary?.[0]?.text, seen.reasoning);
  });

  it("85: gives a token of reasoning to those who ask for it only", async () => {
    for (const include of [undefined, ["reasoning.encrypted_content"]]) {
      const { output } = await ask({
        model: THINKER,
        input: "TREASON",
        include,
      });
      const thought = output.find(({ type }) => type === "reasoning");
      assertEquals(typeof thought?.encrypted_content === "string", !!include);
    }
  });

  it("86: streams calls with deltas of their arguments", async () => {
    for (const model of MODELS) {
      const seen = await stream({ model, input: "TTOOL", tools: [WEATHER] });
      const deltas = seen.events.filter(({ type }) =>
        type === "response.function_call_arguments.delta"
      );
      assertEquals(deltas.map(({ delta }) => delta), ['{"city":"Paris"}']);
    }
  });

  it("90: takes what Codex sends", async () => {
    const seen = await stream({
      model: "gpt-5.4-pro",
      instructions: "You are a coding agent.",
      input: [
        {
          type: "message",
          role: "developer",
          content: [{ type: "input_text", text: "<permissions>" }],
        },
        {
          type: "message",
          role: "user",
          content: [{ type: "input_text", text: "<environment_context>" }],
        },
        {
          type: "message",
          role: "user",
          content: [{ type: "input_text", text: "TTOOL" }],
        },
      ],
      tools: [
        { ...WEATHER, name: "exec_command", strict: false },
        {
          type: "namespace",
          name: "collaboration",
          description: "Agents",
          tools: [{ ...WEATHER, name: "spawn", strict: false }],
        },
        { type: "web_search", external_web_access: false },
        {
          type: "custom",
          name: "apply_patch",
          description: "Edits files",
          format: {
            type: "grammar",
            syntax: "lark",
            definition: "start: /.+/",
          },
        },
      ],
      tool_choice: "auto",
      parallel_tool_calls: true,
      reasoning: { effort: "medium", summary: "auto" },
      store: false,
      stream: true,
      include: ["reasoning.encrypted_content"],
      prompt_cache_key: "0198b7a1-6a3e-7c51-9c30-1e5c8a3d2f11",
      client_metadata: { "x-codex-installation-id": "0198b7a1" },
      service_tier: null,
      text: { verbosity: "low" },
    });
    assertEquals(seen.types.at(-1), "response.completed");
    assert(seen.response.usage !== null);
    const call = seen.response.output.find(({ type }) =>
      type === "function_call"
    );
    assertEquals(call?.name, "exec_command");
    const next = await stream({
      model: "gpt-5.4-pro",
      store: false,
      input: [
        { type: "message", role: "user", content: "run" },
        ...seen.response.output,
        {
          type: "function_call_output",
          id: "fco_1",
          call_id: call?.call_id,
          output: "done",
        },
      ],
      tools: [{ ...WEATHER, name: "exec_command" }],
    });
    assertEquals(next.types.at(-1), "response.completed");
    assert(next.text.length > 0);
  });

  it("127, 128: names the field that is at fault", async () => {
    const faults: [Record<string, unknown>, string][] = [
      [{ model: undefined, input: "hi" }, "model"],
      [{}, "input"],
      [{ input: [] }, "input"],
      [{ input: 7 }, "input"],
      [{ input: [{ role: "robot", content: "hi" }] }, "input[0].role"],
      [
        { input: [{ role: "user", content: [{ type: "smell" }] }] },
        "input[0].content[0].type",
      ],
      [
        { input: [{ type: "function_call", name: "x", arguments: "{}" }] },
        "input[0].call_id",
      ],
      [{ input: "hi", tools: [{ type: "function" }] }, "tools[0].name"],
      [{ input: "hi", tools: [WEATHER], tool_choice: "maybe" }, "tool_choice"],
      [{ input: "hi", conversation: "conv_1" }, "conversation"],
      [{ input: "hi", prompt: { id: "pmpt_1" } }, "prompt"],
      [
        { input: "hi", text: { format: { type: "json_schema", name: "x" } } },
        "text.format.schema",
      ],
      [
        {
          input: "hi",
          text: {
            format: {
              type: "json_schema",
              name: "x",
              schema: { $ref: "#/missing" },
            },
          },
        },
        "text.format.schema",
      ],
      [
        {
          model: "claude-haiku-4-5",
          input: [{
            role: "user",
            content: [{
              type: "input_audio",
              input_audio: { data: "aGk=", format: "wav" },
            }],
          }],
        },
        "input",
      ],
      [
        {
          input: [{
            role: "user",
            content: [{ type: "input_image", file_id: "f" }],
          }],
        },
        "input[0].content[0].file_id",
      ],
    ];
    for (const [body, param] of faults) {
      const { error } = await ask(body, 400);
      assertEquals(
        (error as unknown as { param: string }).param,
        param,
        JSON.stringify(body),
      );
    }
  });

  it("138: tells a failure in mid-stream in both forms", async () => {
    const seen = await stream({ input: "TMIDERR" });
    assertEquals(seen.types.slice(-2), ["error", "response.failed"]);
    assert(seen.text.length > 0);
    assert(seen.response.error?.message);
  });

  it("136: a failure before the first event has a status", async () => {
    const response = await gateway.post("/v1/responses", {
      model: "no-such-model",
      input: "hi",
      stream: true,
    });
    assertEquals(response.status, 404);
    const { error } = await response.json();
    assertEquals(error.code, "model_not_found");
  });

  it("gives a made image as an item of its own", async () => {
    for (const streams of [false, true]) {
      const body = { input: "TIMAGE", tools: [WEATHER] };
      const { output } = streams
        ? (await stream(body)).response
        : await ask(body);
      const image = output.find(({ type }) => type === "image_generation_call");
      assertMatch(String(image?.result), /^iVBOR/);
    }
  });
});
