import { assert, assertEquals } from "@std/assert";
import { after, before, describe, it } from "@std/testing/bdd";
import type OpenAI from "openai";
import { z } from "zod";
import {
  type GatewayServer,
  gatewayServer,
} from "../helpers/gateway_server.ts";
import { clientOf, OPENAI_SDKS } from "../helpers/openai_sdks.ts";

type Params = OpenAI.ChatCompletionCreateParamsNonStreaming;

/** Models, and what they ask for at once: Puter lets Claude make one call. */
const CASES: [model: string, cities: string[]][] = [
  ["gpt-4o", ["Paris", "Rome"]],
  ["claude-haiku-4-5", ["Paris"]],
  ["gpt-5.4-pro", ["Paris", "Rome"]],
];
const MODELS = CASES.map(([model]) => model);

const WEATHER = {
  type: "function" as const,
  function: {
    name: "get_weather",
    description: "Weather of a city",
    strict: true,
    parameters: {
      type: "object",
      properties: { city: { type: "string" } },
      required: ["city"],
      additionalProperties: false,
    },
  },
};

const TIME = {
  type: "function" as const,
  function: { name: "get_time", description: "The time now" },
};

function ask(
  text: string,
  fields: Partial<Omit<Params, "stream">> = {},
) {
  return {
    model: "gpt-4o",
    messages: [{ role: "user" as const, content: text }],
    tools: [WEATHER],
    ...fields,
  };
}

for (const sdk of OPENAI_SDKS) {
  describe(`openai ${sdk.version}, tools`, () => {
    let gateway: GatewayServer;
    let client: OpenAI;
    before(async () => {
      gateway = await gatewayServer();
      client = clientOf(sdk, gateway);
    });
    after(() => gateway.close());

    function citiesOf(calls: OpenAI.ChatCompletionMessageToolCall[] = []) {
      return calls.map((call) => {
        assert(call.id.length > 0);
        assert(call.type === "function");
        assertEquals(call.function.name, "get_weather");
        return JSON.parse(call.function.arguments).city;
      });
    }

    it("34: create() gives two calls at once", async () => {
      for (const [model, cities] of CASES) {
        const { choices: [choice] } = await client.chat.completions.create(
          ask("TTOOL2", { model }),
        );
        assertEquals(choice?.finish_reason, "tool_calls", model);
        const calls = choice?.message.tool_calls ?? [];
        assertEquals(citiesOf(calls), cities);
        assertEquals(new Set(calls.map(({ id }) => id)).size, cities.length);
      }
    });

    it("56, 58: chunks name each call once, then give arguments", async () => {
      for (const [model, cities] of CASES) {
        const calls: { id: string; name: string; text: string }[] = [];
        const stream = await client.chat.completions.create({
          ...ask("TTOOL2", { model }),
          stream: true,
        });
        for await (const { choices: [choice] } of stream) {
          const deltas = choice?.delta.tool_calls ?? [];
          assert(deltas.length <= 1, "one call a chunk");
          for (const { index, id, type, function: part } of deltas) {
            if (index === calls.length) {
              assert(id && part?.name);
              assertEquals(type, "function");
              calls.push({ id, name: part.name, text: "" });
            } else {
              assertEquals([id, type, part?.name], [
                undefined,
                undefined,
                undefined,
              ]);
            }
            const call = calls[index];
            assert(call);
            call.text += part?.arguments ?? "";
          }
        }
        assertEquals(
          calls.map(({ name, text }) => [name, JSON.parse(text)]),
          cities.map((city) => ["get_weather", { city }]),
        );
      }
    });

    it("58, 61: stream() puts strict JSON-schema calls together", async () => {
      for (const [model, cities] of CASES) {
        const stream = client.chat.completions.stream(ask("TTOOL2", { model }));
        const { choices: [choice] } = await stream.finalChatCompletion();
        assertEquals(choice?.finish_reason, "tool_calls");
        assertEquals(citiesOf(choice?.message.tool_calls), cities);
      }
    });

    it("61: stream() and parse() read the calls of a zod tool", async () => {
      const tool = sdk.zodFunction({
        name: "get_weather",
        parameters: z.object({ city: z.string() }),
      });
      for (const [model, cities] of CASES) {
        const body = ask("TTOOL2", { model, tools: [tool] });
        const done: unknown[] = [];
        const stream = client.chat.completions.stream(body).on(
          "tool_calls.function.arguments.done",
          ({ index, parsed_arguments }) => done.push([index, parsed_arguments]),
        );
        const streamed = await stream.finalChatCompletion();
        const parsed = await client.chat.completions.parse(body);
        for (const { choices: [choice] } of [streamed, parsed]) {
          assertEquals(
            choice?.message.tool_calls?.map((call) =>
              call.type === "function" && call.function.parsed_arguments
            ),
            cities.map((city) => ({ city })),
          );
        }
        assertEquals(done, cities.map((city, index) => [index, { city }]));
      }
    });

    it("59: a call without arguments has an empty object", async () => {
      for (const model of MODELS) {
        const body = ask("TTOOL", { model, tools: [TIME] });
        const whole = await client.chat.completions.create(body);
        const stream = client.chat.completions.stream(body);
        const final = await stream.finalChatCompletion();
        for (const { choices: [choice] } of [whole, final]) {
          const [call] = choice?.message.tool_calls ?? [];
          assert(call?.type === "function", model);
          assertEquals(call.function.name, "get_time");
          assertEquals(call.function.arguments, "{}");
        }
      }
    });

    it("60: text before a call is kept", async () => {
      const body = ask("TTOOL", { model: "claude-haiku-4-5" });
      const whole = await client.chat.completions.create(body);
      const stream = client.chat.completions.stream(body);
      const final = await stream.finalChatCompletion();
      for (const { choices: [choice] } of [whole, final]) {
        assert(choice?.message.content?.startsWith("Checking."));
        assertEquals(choice?.finish_reason, "tool_calls");
        assertEquals(citiesOf(choice?.message.tool_calls), ["Paris"]);
      }
    });

    it("35: runTools() runs the calls and finishes", async () => {
      for (const [model, cities] of CASES) {
        for (const stream of [false, true]) {
          const asked: string[] = [];
          const tool = {
            type: "function" as const,
            function: {
              ...WEATHER.function,
              parse: JSON.parse,
              function: ({ city }: { city: string }) => {
                asked.push(city);
                return `Sunny in ${city}`;
              },
            },
          };
          const messages = [{ role: "user" as const, content: "TTOOL2" }];
          const body = { model, messages, tools: [tool] };
          const runner = stream
            ? client.chat.completions.runTools({ ...body, stream })
            : client.chat.completions.runTools(body);
          const text = await runner.finalContent();
          assert(text, model);
          assertEquals(asked, cities);
          assertEquals(
            runner.messages.map(({ role }) => role),
            ["user", "assistant", ...cities.map(() => "tool"), "assistant"],
          );
        }
      }
    });

    it("36: array content of tool and system messages is taken", async () => {
      for (const model of MODELS) {
        const { choices: [choice] } = await client.chat.completions.create({
          model,
          tools: [WEATHER],
          messages: [
            { role: "system", content: [{ type: "text", text: "Be short." }] },
            { role: "user", content: [{ type: "text", text: "Weather?" }] },
            {
              role: "assistant",
              tool_calls: [{
                id: "call_1",
                type: "function",
                function: { name: "get_weather", arguments: '{"city":"Rome"}' },
              }],
            },
            {
              role: "tool",
              tool_call_id: "call_1",
              content: [{ type: "text", text: "sunny" }],
            },
          ],
        });
        assertEquals(choice?.finish_reason, "stop");
        assert(choice?.message.content);
      }
    });

    it("43: empty tools and choices without tools are taken", async () => {
      for (
        const fields of [
          { tools: [] },
          { tools: undefined, tool_choice: "auto" as const },
          { tools: undefined, parallel_tool_calls: true },
        ]
      ) {
        const { choices: [choice] } = await client.chat.completions.create(
          ask("hi", fields),
        );
        assertEquals(choice?.finish_reason, "stop");
      }
    });

    it("42: a streamed legacy request gets function_call back", async () => {
      const stream = client.chat.completions.stream({
        model: "gpt-4o",
        messages: [{ role: "user", content: "TTOOL" }],
        functions: [WEATHER.function],
      });
      const { choices: [choice] } = await stream.finalChatCompletion();
      assertEquals(choice?.finish_reason, "function_call");
      assertEquals(choice?.message.function_call, {
        name: "get_weather",
        arguments: '{"city":"Paris"}',
      });
    });
  });
}
