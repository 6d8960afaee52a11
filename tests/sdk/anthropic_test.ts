import { assert, assertEquals, assertRejects } from "@std/assert";
import { after, before, describe, it } from "@std/testing/bdd";
import type Anthropic from "@anthropic-ai/sdk";
import { ANTHROPIC_SDKS, anthropicOf } from "../helpers/anthropic_sdks.ts";
import { OWNER_KEY } from "../helpers/gateway.ts";
import {
  type GatewayServer,
  gatewayServer,
} from "../helpers/gateway_server.ts";

type Params = Anthropic.MessageCreateParamsNonStreaming;

const TINY = "ollama:ollama/tiny:1b";
const CLAUDE = "claude-haiku-4-5";
const WHOLE = "Hello from the fake upstream.";
const SPOKEN = "Hello from the fake upstream. 你好 ✓";
const PIXEL = "iVBORw0KGgo=";

const WEATHER: Anthropic.Tool = {
  name: "get_weather",
  description: "Weather of a city",
  input_schema: {
    type: "object",
    properties: { city: { type: "string" } },
    required: ["city"],
  },
};

function ask(
  content: Anthropic.MessageParam["content"],
  fields: Partial<Omit<Params, "stream">> = {},
): Params {
  return {
    model: TINY,
    max_tokens: 1000,
    messages: [{ role: "user", content }],
    ...fields,
  };
}

for (const sdk of ANTHROPIC_SDKS) {
  describe(sdk.name, () => {
    let gateway: GatewayServer;
    let client: Anthropic;
    before(async () => {
      gateway = await gatewayServer();
      client = anthropicOf(sdk, gateway);
    });
    after(() => gateway.close());

    it("7, 18, 114: creates a message and tells its request id", async () => {
      const message = await client.messages.create(ask("TANYTHING"));
      assertEquals(
        message.content.map((block) =>
          block.type === "text" ? block.text : block.type
        ),
        [WHOLE],
      );
      assertEquals(
        [message.type, message.role, message.model, message.stop_reason],
        ["message", "assistant", TINY, "end_turn"],
      );
      assertEquals(message.usage.input_tokens, 8);
      assertEquals(message.usage.cache_read_input_tokens, 4);
      assertEquals(message.usage.output_tokens, 7);
      assert(message._request_id?.startsWith("req_"));
    });

    it("12: takes its key as Bearer and as x-api-key", async () => {
      for (
        const credentials of [
          { apiKey: null, authToken: OWNER_KEY },
          { apiKey: OWNER_KEY, authToken: null },
        ]
      ) {
        const other = anthropicOf(sdk, gateway, credentials);
        const { type } = await other.messages.create(ask("TANYTHING"));
        assertEquals(type, "message");
      }
      const stranger = anthropicOf(sdk, gateway, { apiKey: "sk-nothing" });
      await assertRejects(
        async () => await stranger.messages.create(ask("TANYTHING")),
        sdk.Anthropic.AuthenticationError,
      );
    });

    it("25, 26: lists every model once, whatever page is asked", async () => {
      const pages = [
        undefined,
        { limit: 1000 },
        { limit: 2, after_id: "gpt-4o" },
      ];
      const lists = await Promise.all(pages.map(async (page) => {
        const ids: string[] = [];
        for await (const model of client.models.list(page)) {
          assertEquals(model.type, "model");
          assert(model.display_name.length > 0);
          assert(Number.isFinite(Date.parse(model.created_at)));
          ids.push(model.id);
        }
        return ids;
      }));
      const [ids = []] = lists;
      assert(ids.length > 2 && new Set(ids).size === ids.length);
      for (const list of lists) assertEquals(list, ids);
    });

    it("28: finds a model by its id, and says when there is none", async () => {
      assertEquals((await client.models.retrieve(CLAUDE)).id, CLAUDE);
      await assertRejects(
        async () => await client.models.retrieve("no-such-model"),
        sdk.Anthropic.NotFoundError,
      );
    });

    it("115: takes system text, cache marks and unknown blocks", async () => {
      const cache_control = { type: "ephemeral" as const };
      const unknown = { type: "container_upload", file_id: "f", cache_control };
      for (
        const system of [
          "Be brief.",
          [{ type: "text" as const, text: "Be brief.", cache_control }],
        ]
      ) {
        const message = await client.messages.create({
          model: CLAUDE,
          max_tokens: 100,
          system,
          messages: [
            {
              role: "user",
              content: [
                { type: "text", text: "TANYTHING", cache_control },
                unknown as unknown as Anthropic.TextBlockParam,
              ],
            },
            {
              role: "system" as unknown as "user",
              content: "Mind the time.",
            },
            { role: "user", content: "Go on" },
          ],
        });
        assertEquals(message.stop_reason, "end_turn");
      }
    });

    it("118: clamps max_tokens above the model's limit", async () => {
      await client.messages.create(
        ask("TANYTHING", { model: CLAUDE, max_tokens: 1_000_000 }),
        // The helper refuses so long an answer without a time of its own.
        { timeout: 10_000 },
      );
      const { max_tokens } = gateway.simulator.lastVendorRequest as {
        max_tokens?: number;
      };
      assertEquals(max_tokens, 64_000);
    });

    it("3: reaches the beta routes, and bases that end in /v1", async () => {
      const message = await client.beta.messages.create(
        {
          ...ask("TANYTHING"),
          betas: ["context-management-2025-06-27"],
        } as Parameters<typeof client.beta.messages.create>[0] & {
          stream: false;
        },
      );
      assertEquals(message.stop_reason, "end_turn");
      const other = anthropicOf(sdk, gateway, { baseURL: gateway.baseURL });
      const again = await other.messages.create(ask("TANYTHING"));
      assertEquals(again.stop_reason, "end_turn");
    });

    it("119: yields the events of a message in their order", async () => {
      const stream = await client.messages.create({
        ...ask("TANYTHING"),
        stream: true,
      });
      const types: string[] = [];
      for await (const { type } of stream) {
        if (types.at(-1) !== type) types.push(type);
      }
      assertEquals(types, [
        "message_start",
        "content_block_start",
        "content_block_delta",
        "content_block_stop",
        "message_delta",
        "message_stop",
      ]);
    });

    it("120: the helper's message is the concatenation", async () => {
      for (const size of [1, 3, 1000]) {
        gateway.simulator.faults.chunking = { bytes: size };
        let text = "";
        const stream = client.messages.stream(ask("TANYTHING"))
          .on("text", (delta) => text += delta);
        const message = await stream.finalMessage();
        assertEquals(text, SPOKEN);
        assertEquals(
          message.content.map((block) =>
            block.type === "text" ? block.text : block.type
          ),
          [SPOKEN],
        );
        assertEquals(message.usage.output_tokens, 7);
        assertEquals(message.usage.input_tokens, 8);
        assertEquals(message.stop_reason, "end_turn");
      }
      gateway.simulator.faults.chunking = null;
    });

    it("117, 121: calls a tool, whole and streamed, and goes on", async () => {
      for (const model of [TINY, CLAUDE, "gpt-5.4-pro"]) {
        const params = ask("TTOOL", { model, tools: [WEATHER] });
        const whole = await client.messages.create(params);
        const streamed = await client.messages.stream(params).finalMessage();
        for (const message of [whole, streamed]) {
          assertEquals(message.stop_reason, "tool_use");
          const call = message.content.find(({ type }) => type === "tool_use");
          assert(call?.type === "tool_use");
          assertEquals((call.input as { city: string }).city, "Paris");
          const next = await client.messages.create({
            ...params,
            messages: [
              ...params.messages,
              { role: "assistant", content: message.content },
              {
                role: "user",
                content: [{
                  type: "tool_result",
                  tool_use_id: call.id,
                  content: "Sunny",
                }],
              },
            ],
          });
          assertEquals(next.stop_reason, "end_turn");
        }
      }
    });

    it("116, 122: thinks first, with a signature", async () => {
      const params = ask("TREASON", {
        max_tokens: 9000,
        thinking: { type: "enabled", budget_tokens: 2000 },
      });
      const whole = await client.messages.create(params);
      let thought = "";
      const streamed = await client.messages.stream(params)
        .on("thinking", (delta) => thought += delta)
        .finalMessage();
      assertEquals(thought, "Let me think.");
      for (const message of [whole, streamed]) {
        const [thinking, text] = message.content;
        assert(thinking?.type === "thinking" && text?.type === "text");
        assert(thinking.signature.length > 0);
      }
    });

    it("shows images and PDFs", async () => {
      const message = await client.messages.create(ask([
        { type: "text", text: "TANYTHING" },
        {
          type: "image",
          source: { type: "base64", media_type: "image/png", data: PIXEL },
        },
        {
          type: "document",
          source: {
            type: "base64",
            media_type: "application/pdf",
            data: PIXEL,
          },
        },
      ], { model: CLAUDE }));
      assertEquals(message.stop_reason, "end_turn");
    });

    it("names the stop sequence", async () => {
      const params = ask("TANYTHING", { stop_sequences: ["fake"] });
      const whole = await client.messages.create(params);
      const streamed = await client.messages.stream(params).finalMessage();
      for (const message of [whole, streamed]) {
        assertEquals(message.stop_reason, "stop_sequence");
        assertEquals(message.stop_sequence, "fake");
      }
    });

    it("123: counts tokens", async () => {
      const { max_tokens: _, ...prompt } = ask("Hello there");
      const { input_tokens } = await client.messages.countTokens(prompt);
      const more = await client.messages.countTokens({
        ...prompt,
        system: "Be brief.",
        tools: [WEATHER],
      });
      assert(input_tokens > 2 && input_tokens < 20);
      assert(more.input_tokens > input_tokens + 20);
    });

    it("lists models, all on one page", async () => {
      const ids: string[] = [];
      for await (const model of client.models.list()) ids.push(model.id);
      assert(ids.includes(CLAUDE));
      assertEquals(new Set(ids).size, ids.length);
      const model = await client.models.retrieve(CLAUDE);
      assertEquals([model.type, model.id], ["model", CLAUDE]);
      assert(model.display_name);
    });

    it("10: leaving a stream frees its account", async () => {
      const stream = client.messages.stream(ask("TLONG"));
      for await (const { type } of stream) {
        if (type === "content_block_delta") break;
      }
      stream.abort();
      await gateway.untilIdle();
    });
  });
}
