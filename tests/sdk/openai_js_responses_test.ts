import { assert, assertEquals } from "@std/assert";
import { after, before, describe, it } from "@std/testing/bdd";
import type OpenAI from "openai";
import { z } from "zod";
import {
  type GatewayServer,
  gatewayServer,
} from "../helpers/gateway_server.ts";
import { clientOf, OPENAI_SDKS } from "../helpers/openai_sdks.ts";
import { responseEventSchema } from "../helpers/response_schemas.ts";
import { PIXEL_PNG } from "../../lib/puter/simulator/media/files.ts";

const TINY = "ollama:ollama/tiny:1b";
const SPOKEN = "Hello from the fake upstream. 你好 ✓";
const PIXEL = `data:image/png;base64,${PIXEL_PNG}`;
const THINKER = "claude-haiku-4-5";

/** Models, and what they ask for at once: Puter lets Claude make one call. */
const CASES: [id: string, cities: string[]][] = [
  ["gpt-4o", ["Paris", "Rome"]],
  ["claude-haiku-4-5", ["Paris"]],
  ["gpt-5.4-pro", ["Paris", "Rome"]],
];
const MODELS = [TINY, ...CASES.map(([id]) => id)];

const WEATHER: OpenAI.Responses.FunctionTool = {
  type: "function",
  name: "get_weather",
  description: "Weather of a city",
  parameters: {
    type: "object",
    properties: { city: { type: "string" } },
    required: ["city"],
    additionalProperties: false,
  },
  strict: true,
};

const PERSON = z.object({ name: z.string(), age: z.number().int() });

for (const sdk of OPENAI_SDKS) {
  describe(`openai ${sdk.version}, responses`, () => {
    let gateway: GatewayServer;
    let client: OpenAI;
    before(async () => {
      gateway = await gatewayServer();
      client = clientOf(sdk, gateway);
    });
    after(() => gateway.close());

    async function failureOf(call: () => PromiseLike<unknown>) {
      const error = await Promise.resolve(call()).then(
        () => "no error",
        (thrown) => thrown,
      );
      assert(error instanceof sdk.OpenAI.APIError, `${error}`);
      return error;
    }

    it("6, 11, 70: create() gives text, tokens and a request id", async () => {
      for (const model of MODELS) {
        const made = await client.responses.create({ model, input: "hi" });
        assert(made.output_text.length > 0);
        assertEquals([made.model, made.status], [model, "completed"]);
        const { usage } = made;
        assert(usage && usage.input_tokens > 0 && usage.output_tokens > 0);
        assertEquals(
          usage.total_tokens,
          usage.input_tokens + usage.output_tokens,
        );
        assert(made._request_id?.startsWith("req_"));
      }
    });

    it("83, 87, 88: raw events are valid, numbered and of one response", async () => {
      for (const size of [1, 7, 1000]) {
        gateway.simulator.faults.chunking = { bytes: size };
        const stream = await client.responses.create({
          model: TINY,
          input: "TANYTHING",
          stream: true,
        });
        let next = 0;
        let text = "";
        const ids = new Set<string>();
        const items = new Set<string>();
        const done: unknown[] = [];
        let output: unknown[] = [];
        for await (const event of stream) {
          assertEquals(event.sequence_number, next++);
          responseEventSchema.parse(event);
          if ("response" in event) {
            ids.add(event.response.id);
            output = event.response.output;
          }
          if (event.type === "response.output_item.added") {
            assert(event.item.id && !items.has(event.item.id));
            items.add(event.item.id);
          }
          if (event.type === "response.output_item.done") {
            assert(items.has(event.item.id ?? ""));
            assertEquals(event.output_index, done.push(event.item) - 1);
          }
          if (event.type === "response.output_text.delta") text += event.delta;
        }
        assertEquals(text, SPOKEN);
        assertEquals(ids.size, 1);
        assertEquals(output, done);
      }
      gateway.simulator.faults.chunking = null;
    });

    it("71: takes every form of message", async () => {
      for (const model of MODELS) {
        const made = await client.responses.create({
          model,
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
        assertEquals(made.status, "completed");
        assert(made.output_text.length > 0);
      }
    });

    it("84: stream() ends with the right text", async () => {
      for (const model of MODELS) {
        const stream = client.responses.stream({ model, input: "hi" });
        let text = "";
        stream.on("response.output_text.delta", ({ delta }) => text += delta);
        const final = await stream.finalResponse();
        assert(text.length > 0);
        assertEquals(final.output_text, text);
      }
    });

    it("85: stream() puts reasoning into its item", async () => {
      const stream = client.responses.stream({
        model: THINKER,
        input: "TREASON",
        reasoning: { effort: "low", summary: "auto" },
      });
      let thought = "";
      for await (const event of stream) {
        if (event.type === "response.reasoning_summary_text.delta") {
          thought += event.delta;
        }
      }
      const { output } = await stream.finalResponse();
      assert(output[0]?.type === "reasoning" && thought !== "");
      assertEquals(output[0].summary.map(({ text }) => text), [thought]);
    });

    it("72, 73, 86: calls and their results go round, streamed or not", async () => {
      for (const [model, cities] of CASES) {
        for (const streamed of [false, true]) {
          const body = { model, input: "TTOOL2", tools: [WEATHER] };
          const made = streamed
            ? await client.responses.stream(body).finalResponse()
            : await client.responses.create(body);
          const calls = made.output.flatMap((item) =>
            item.type === "function_call" ? [item] : []
          );
          assertEquals(
            calls.map((call) => JSON.parse(call.arguments).city),
            cities,
          );
          const next = await client.responses.create({
            model,
            tools: [WEATHER],
            previous_response_id: made.id,
            input: calls.map(({ call_id }) => ({
              type: "function_call_output",
              call_id,
              output: "sunny",
            })),
          });
          assert(next.output_text, model);
        }
      }
    });

    it("73: history that the client keeps itself is taken back", async () => {
      for (const [model] of CASES) {
        const body = { model, tools: [WEATHER], store: false };
        const input: OpenAI.Responses.ResponseInputItem[] = [
          { role: "user", content: "TTOOL2" },
        ];
        const made = await client.responses.create({ ...body, input });
        for (const item of made.output) {
          input.push(item as OpenAI.Responses.ResponseInputItem);
          if (item.type !== "function_call") continue;
          input.push({
            type: "function_call_output",
            call_id: item.call_id,
            output: [{ type: "input_text", text: "sunny" }],
          });
        }
        const next = await client.responses.create({ ...body, input });
        assert(next.output_text, model);
      }
    });

    it("82: parse() and stream() give objects that fit", async () => {
      for (const [model] of CASES) {
        const body = {
          model,
          input: "Describe a person",
          text: { format: sdk.zodTextFormat(PERSON, "person") },
        };
        const parsed = await client.responses.parse(body);
        const stream = client.responses.stream(body);
        for (
          const { output_parsed } of [parsed, await stream.finalResponse()]
        ) {
          assert(PERSON.safeParse(output_parsed).success, model);
        }
      }
    });

    it("86: parse() reads the calls of a zod tool", async () => {
      const tool = sdk.zodResponsesFunction({
        name: "get_weather",
        parameters: z.object({ city: z.string() }),
      });
      const { output } = await client.responses.parse({
        model: "gpt-4o",
        input: "TTOOL",
        tools: [tool],
      });
      const [call] = output.filter((item) => item.type === "function_call");
      assertEquals(call?.parsed_arguments, { city: "Paris" });
    });

    it("74, 75: a conversation goes on by its last response", async () => {
      const model = "gpt-4o";
      const first = await client.responses.create({ model, input: "one" });
      const stream = client.responses.stream({
        model,
        input: "two",
        previous_response_id: first.id,
      });
      const second = await stream.finalResponse();
      assertEquals(second.previous_response_id, first.id);
      const error = await failureOf(() =>
        client.responses.create({
          model,
          input: "x",
          previous_response_id: "resp_unknown",
        })
      );
      assert(error instanceof sdk.OpenAI.BadRequestError);
      assertEquals([error.code, error.param], [
        "previous_response_not_found",
        "previous_response_id",
      ]);
    });

    it("77, 78, 79: what is stored is found, listed and deleted", async () => {
      const { responses } = client;
      const model = "gpt-4o";
      const made = await responses.create({ model, input: "hi" });
      const found = await responses.retrieve(made.id);
      assertEquals(found.output_text, made.output_text);
      const items = await Array.fromAsync(responses.inputItems.list(made.id));
      assertEquals(items.map(({ type }) => type), ["message"]);
      const replayed = await Array.fromAsync(
        await responses.retrieve(made.id, { stream: true }),
      );
      assertEquals(replayed.at(-1)?.type, "response.completed");
      const counted = await responses.inputTokens.count({ model, input: "hi" });
      assert(counted.input_tokens > 0);
      await responses.delete(made.id);
      const unstored = await responses.create({
        model,
        input: "hi",
        store: false,
      });
      for (const { id } of [made, unstored]) {
        const error = await failureOf(() => responses.retrieve(id));
        assert(error instanceof sdk.OpenAI.NotFoundError);
      }
    });

    it("a background response is polled for until it is over", async () => {
      const { responses } = client;
      let made = await responses.create({
        model: "gpt-4o",
        input: "hi",
        background: true,
      });
      while (made.status === "in_progress") {
        made = await responses.retrieve(made.id);
      }
      assertEquals(made.status, "completed");
      assert(made.output_text);
      assertEquals((await responses.cancel(made.id)).status, "completed");
    });

    it("81: a reached limit is told", async () => {
      const made = await client.responses.create({
        model: "gpt-4o",
        input: "TLENGTH",
        max_output_tokens: 16,
      });
      assertEquals(made.status, "incomplete");
      assertEquals(made.incomplete_details?.reason, "max_output_tokens");
    });

    it("138: a failure in mid-stream raises, raw and in the helper", async () => {
      const body = { model: "gpt-4o", input: "TMIDERR" };
      const raw = await failureOf(async () => {
        const stream = await client.responses.create({ ...body, stream: true });
        for await (const event of stream) assert(event.type);
      });
      const helped = await failureOf(() =>
        client.responses.stream(body).finalResponse()
      );
      for (const error of [raw, helped]) assert(error.message.length > 10);
    });

    it("130, 136: a failure before the first event has its class", async () => {
      const error = await failureOf(() =>
        client.responses.create({
          model: "no-such-model",
          input: "hi",
          stream: true,
        })
      );
      assert(error instanceof sdk.OpenAI.NotFoundError);
      assertEquals(error.code, "model_not_found");
    });

    it("10: leaving a stream frees the upstream", async () => {
      const stream = await client.responses.create({
        model: TINY,
        input: "TCHUNKS:50 TDELAY:100",
        stream: true,
      });
      for await (const { type } of stream) {
        if (type !== "response.output_text.delta") continue;
        await gateway.untilBusy();
        break;
      }
      await gateway.untilIdle();
    });
  });
}
