import { assert, assertEquals } from "@std/assert";
import { after, before, describe, it } from "@std/testing/bdd";
import {
  generateObject,
  generateText,
  Output,
  stepCountIs,
  streamObject,
  streamText,
  tool,
} from "ai";
import { z } from "zod";
import { AI_PROVIDERS } from "../helpers/ai_sdks.ts";
import {
  type GatewayServer,
  gatewayServer,
} from "../helpers/gateway_server.ts";

const TINY = "ollama:ollama/tiny:1b";
/** Models, and what they ask for at once: Puter lets Claude make one call. */
const CASES: [id: string, cities: string[]][] = [
  ["gpt-4o", ["Paris", "Rome"]],
  ["claude-haiku-4-5", ["Paris"]],
  ["gpt-5.4-pro", ["Paris", "Rome"]],
];
const MODELS = CASES.map(([id]) => id);
const WHOLE = "Hello from the fake upstream.";
const SPOKEN = "Hello from the fake upstream. 你好 ✓";
const PIXEL = "iVBORw0KGgo=";

const PERSON = z.object({
  name: z.string(),
  age: z.number().int(),
  tags: z.array(z.string()),
});

const PLACE = z.object({ city: z.string() });
const ASKED = tool({ description: "Weather of a city", inputSchema: PLACE });
const RUN = tool({
  description: "Weather of a city",
  inputSchema: PLACE,
  execute: ({ city }) => `Sunny in ${city}`,
});

for (const provider of AI_PROVIDERS) {
  describe(`ai with ${provider.name}`, () => {
    let gateway: GatewayServer;
    before(async () => {
      gateway = await gatewayServer();
    });
    after(() => gateway.close());

    function model(id: string) {
      return provider.model(gateway, id);
    }

    it("11, 30, 32, 33: generateText() gives text and tokens", async () => {
      for (const id of [TINY, ...MODELS]) {
        const result = await generateText({ model: model(id), prompt: "hi" });
        assert(result.text.length > 0);
        assertEquals(result.finishReason, "stop");
        assertEquals(result.finalStep.response.modelId, id);
        const { inputTokens = 0, outputTokens = 0, totalTokens } = result.usage;
        assert(inputTokens > 0 && outputTokens > 0);
        assertEquals(totalTokens, inputTokens + outputTokens);
      }
    });

    it("12: keys of clients open it as the owner's does", async () => {
      const { key } = await gateway.services.keys.create({ name: "k" });
      const { text } = await generateText({
        model: provider.model(gateway, TINY, key),
        prompt: "hi",
      });
      assertEquals(text, WHOLE);
    });

    it("48, 50, 51, 52, 55: streamText() gives text and tokens", async () => {
      for (const size of [1, 3, 1000]) {
        gateway.simulator.faults.chunking = { bytes: size };
        const result = streamText({ model: model(TINY), prompt: "TANYTHING" });
        let text = "";
        for await (const piece of result.textStream) text += piece;
        assertEquals(text, SPOKEN);
        assertEquals(await result.finishReason, "stop");
        assertEquals((await result.usage).outputTokens, 7);
      }
      gateway.simulator.faults.chunking = null;
    });

    it("45, 62: reasoning has parts of its own, before the text", async () => {
      const whole = await generateText({
        model: model(TINY),
        prompt: "TREASON",
      });
      assertEquals(whole.text, WHOLE);
      const kinds: string[] = [];
      let reasoning = "";
      const result = streamText({ model: model(TINY), prompt: "TREASON" });
      for await (const part of result.stream) {
        if (part.type === "reasoning-delta") reasoning += part.text;
        if (part.type.endsWith("-delta")) kinds.push(part.type);
      }
      assertEquals(await result.text, SPOKEN);
      if (!provider.tellsReasoning) return;
      assertEquals(whole.reasoningText, "thinking...");
      assertEquals(reasoning, "Let me think.");
      assert(
        kinds.lastIndexOf("reasoning-delta") < kinds.indexOf("text-delta"),
        kinds.join(),
      );
    });

    it("34, 56, 58: two calls come at once, whole and streamed", async () => {
      const tools = { get_weather: ASKED };
      for (const [id, cities] of CASES) {
        const params = { model: model(id), prompt: "TTOOL2", tools };
        const whole = await generateText(params);
        const stream = streamText(params);
        for (
          const { calls, reason } of [
            { calls: whole.toolCalls, reason: whole.finishReason },
            {
              calls: await stream.toolCalls,
              reason: await stream.finishReason,
            },
          ]
        ) {
          assertEquals(reason, "tool-calls", id);
          assertEquals(
            calls.map(({ toolName, input }) => [toolName, input]),
            cities.map((city) => ["get_weather", { city }]),
          );
        }
      }
    });

    it("35, 36: the tool loop runs the calls and finishes", async () => {
      for (const [id, cities] of CASES) {
        const params = {
          model: model(id),
          instructions: "Be short.",
          prompt: "TTOOL2",
          tools: { get_weather: RUN },
          stopWhen: stepCountIs(4),
        };
        const whole = await generateText(params);
        const stream = streamText(params);
        for (const steps of [whole.steps, await stream.steps]) {
          assertEquals(steps.length, 2, id);
          assertEquals(
            steps[0]?.toolResults.map(({ output }) => output),
            cities.map((city) => `Sunny in ${city}`),
          );
          assertEquals(steps[1]?.finishReason, "stop");
          assert(steps[1]?.text);
        }
      }
    });

    it("59: a call without arguments has an empty input", async () => {
      const get_time = tool({
        description: "The time now",
        inputSchema: z.object({}),
      });
      for (const id of MODELS) {
        const stream = streamText({
          model: model(id),
          prompt: "TTOOL",
          tools: { get_time },
        });
        const [call] = await stream.toolCalls;
        assertEquals([call?.toolName, call?.input], ["get_time", {}], id);
      }
    });

    it("60: text before a call is kept", async () => {
      const stream = streamText({
        model: model("claude-haiku-4-5"),
        prompt: "TTOOL",
        tools: { get_weather: ASKED },
      });
      assert((await stream.text).startsWith("Checking."));
      assertEquals((await stream.toolCalls).length, 1);
      assertEquals(await stream.finishReason, "tool-calls");
    });

    it("41: objects fit the schema, whole and streamed", async () => {
      for (const id of MODELS) {
        const params = { model: model(id), prompt: "Describe a person" };
        const output = Output.object({ schema: PERSON });
        const stream = streamObject({ ...params, schema: PERSON });
        const partial = await Array.fromAsync(stream.partialObjectStream);
        const found: unknown[] = [
          (await generateText({ ...params, output })).output,
          await streamText({ ...params, output }).output,
          (await generateObject({ ...params, schema: PERSON })).object,
          await stream.object,
          partial.at(-1),
        ];
        for (const object of found) {
          assert(PERSON.safeParse(object).success, JSON.stringify(object));
        }
      }
    });

    it("37: images reach each vendor in the vendor's form", async () => {
      const sent = {
        "gpt-4o": '"image_url":{"url":"data:image/png;base64,' + PIXEL + '"',
        "claude-haiku-4-5": '"source":{"type":"base64",' +
          `"media_type":"image/png","data":"${PIXEL}"}`,
        "gpt-5.4-pro": '"type":"input_image","image_url":' +
          `"data:image/png;base64,${PIXEL}"`,
      };
      for (const [id, form] of Object.entries(sent)) {
        await generateText({
          model: model(id),
          messages: [{
            role: "user",
            content: [
              { type: "text", text: "What is this?" },
              { type: "file", data: PIXEL, mediaType: "image/png" },
            ],
          }],
        });
        const request = JSON.stringify(gateway.simulator.lastVendorRequest);
        assert(request.includes(form), request);
      }
    });

    it("40: the limit reaches the vendor; hitting it is told", async () => {
      const result = await generateText({
        model: model("gpt-4o"),
        prompt: "TLENGTH",
        maxOutputTokens: 7,
      });
      assertEquals(result.finishReason, "length");
      const request = JSON.stringify(gateway.simulator.lastVendorRequest);
      assert(request.includes('"max_completion_tokens":7'), request);
    });

    it("64: comments in a silence do not disturb a stream", async () => {
      const quiet = await gatewayServer({ env: { KEEP_ALIVE_MS: "100" } });
      const stream = streamText({
        model: provider.model(quiet, TINY),
        prompt: "TCHUNKS:3 TDELAY:350",
      });
      assertEquals(await stream.text, " word0 word1 word2");
      assertEquals(await stream.finishReason, "stop");
      await quiet.close();
    });

    it("10: aborting a stream frees the upstream", async () => {
      const abort = new AbortController();
      const stream = streamText({
        model: model(TINY),
        prompt: "TCHUNKS:50 TDELAY:100",
        abortSignal: abort.signal,
      });
      const kinds = new Set<string>();
      for await (const { type } of stream.stream) {
        kinds.add(type);
        if (type !== "text-delta") continue;
        await gateway.untilBusy();
        abort.abort();
      }
      assert(kinds.has("abort") && !kinds.has("finish"));
      await gateway.untilIdle();
    });
  });
}
