import { createOpenAI } from "@ai-sdk/openai";
import { assert, assertEquals } from "@std/assert";
import { after, before, describe, it } from "@std/testing/bdd";
import {
  generateText,
  type ModelMessage,
  Output,
  stepCountIs,
  streamText,
  tool,
} from "ai";
import { z } from "zod";
import { PIXEL_PNG } from "../../lib/puter/simulator/media/files.ts";
import { OWNER_KEY } from "../helpers/gateway.ts";
import {
  type GatewayServer,
  gatewayServer,
} from "../helpers/gateway_server.ts";

const TINY = "ollama:ollama/tiny:1b";
const SPOKEN = "Hello from the fake upstream. 你好 ✓";
const THINKER = "claude-haiku-4-5";

/** Models, and what they ask for at once: Puter lets Claude make one call. */
const CASES: [id: string, cities: string[]][] = [
  ["gpt-4o", ["Paris", "Rome"]],
  ["claude-haiku-4-5", ["Paris"]],
  ["gpt-5.4-pro", ["Paris", "Rome"]],
];

const PERSON = z.object({ name: z.string(), age: z.number().int() });

const RUN = tool({
  description: "Weather of a city",
  inputSchema: z.object({ city: z.string() }),
  execute: ({ city }) => `Sunny in ${city}`,
});

describe("ai with @ai-sdk/openai, responses", () => {
  let gateway: GatewayServer;
  /** The bodies that the client sent. */
  const sent: { input: { type?: string; id?: string }[] }[] = [];
  before(async () => {
    gateway = await gatewayServer();
  });
  after(() => gateway.close());

  function model(id: string) {
    return createOpenAI({
      baseURL: gateway.baseURL,
      apiKey: OWNER_KEY,
      fetch(input, init) {
        sent.push(JSON.parse(String(init?.body)));
        return fetch(input, init);
      },
    })(id);
  }

  it("70, 89: generateText() gives text and tokens", async () => {
    for (const id of [TINY, ...CASES.map(([id]) => id)]) {
      const result = await generateText({ model: model(id), prompt: "hi" });
      assert(result.text.length > 0);
      assertEquals(result.finishReason, "stop");
      assertEquals(result.finalStep.response.modelId, id);
      const { inputTokens = 0, outputTokens = 0, totalTokens } = result.usage;
      assert(inputTokens > 0 && outputTokens > 0);
      assertEquals(totalTokens, inputTokens + outputTokens);
    }
  });

  it("71: generateText() sends messages of every role, and images", async () => {
    for (const [id] of CASES) {
      const result = await generateText({
        model: model(id),
        instructions: "Be kind.",
        messages: [
          { role: "user", content: "hello" },
          { role: "assistant", content: [{ type: "text", text: "Hi!" }] },
          {
            role: "user",
            content: [
              { type: "text", text: "What is this?" },
              {
                type: "file",
                data: Uint8Array.fromBase64(PIXEL_PNG),
                mediaType: "image/png",
              },
            ],
          },
        ],
      });
      assert(result.text.length > 0);
      assertEquals(result.finishReason, "stop");
    }
  });

  it("83, 84: streamText() gives text, however it is cut", async () => {
    for (const size of [1, 3, 1000]) {
      gateway.simulator.faults.chunking = { bytes: size };
      const result = streamText({ model: model(TINY), prompt: "TANYTHING" });
      let text = "";
      for await (const piece of result.textStream) text += piece;
      assertEquals(text, SPOKEN);
      assertEquals(await result.finishReason, "stop");
    }
    gateway.simulator.faults.chunking = null;
  });

  it("76: a second turn refers to the items of the first", async () => {
    for (const streamed of [false, true]) {
      for (const [id] of CASES) {
        const messages: ModelMessage[] = [{ role: "user", content: "one" }];
        const first = streamed
          ? streamText({ model: model(id), messages })
          : await generateText({ model: model(id), messages });
        messages.push(...await first.responseMessages);
        messages.push({ role: "user", content: "two" });
        sent.length = 0;
        const second = await generateText({ model: model(id), messages });
        assert(second.text.length > 0);
        const references = sent[0]?.input.filter(({ type }) =>
          type === "item_reference"
        );
        // Of models that it knows to reason, it refers to reasoned text only.
        assertEquals(references?.length, id.startsWith("gpt-5") ? 0 : 1, id);
      }
    }
  });

  it("76, 85: references to reasoning are taken as well", async () => {
    const messages: ModelMessage[] = [{ role: "user", content: "TREASON" }];
    const result = streamText({
      model: model(THINKER),
      messages,
      providerOptions: {
        openai: { reasoningSummary: "auto", forceReasoning: true },
      },
    });
    assert((await result.reasoningText ?? "").length > 0);
    messages.push(...await result.responseMessages);
    messages.push({ role: "user", content: "two" });
    const next = await generateText({ model: model(THINKER), messages });
    assert(next.text.length > 0);
  });

  it("72, 73, 76, 86: the tool loop runs the calls and finishes", async () => {
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

  it("77: without storage the history is sent in full", async () => {
    for (const [id] of CASES) {
      const result = await generateText({
        model: model(id),
        prompt: "TTOOL2",
        tools: { get_weather: RUN },
        stopWhen: stepCountIs(4),
        providerOptions: { openai: { store: false } },
      });
      assertEquals(result.steps.length, 2);
      assert(result.text);
    }
  });

  it("82: objects fit the schema, whole and streamed", async () => {
    for (const [id] of CASES) {
      const params = {
        model: model(id),
        prompt: "Describe a person",
        output: Output.object({ schema: PERSON }),
      };
      const found = [
        (await generateText(params)).output,
        await streamText(params).output,
      ];
      for (const object of found) assert(PERSON.safeParse(object).success);
    }
  });

  it("81: a reached limit is told", async () => {
    const result = await generateText({
      model: model("gpt-4o"),
      prompt: "TLENGTH",
      maxOutputTokens: 16,
    });
    assertEquals(result.finishReason, "length");
  });

  it("a made image does not disturb the answer", async () => {
    const messages: ModelMessage[] = [{ role: "user", content: "TIMAGE" }];
    const result = await generateText({ model: model("gpt-4o"), messages });
    assert(result.text.length > 0);
  });

  it("130, 138: failures raise, before the stream and within", async () => {
    for (const [id, prompt] of [["gpt-4o", "TMIDERR"], ["no-model", "hi"]]) {
      const errors: unknown[] = [];
      const result = streamText({
        model: model(String(id)),
        prompt: String(prompt),
        maxRetries: 0,
        onError: ({ error }) => {
          errors.push(error);
        },
      });
      await result.consumeStream();
      assertEquals(errors.length > 0, true, prompt);
      assertEquals(
        await Promise.resolve(result.finishReason).catch(() => "error"),
        "error",
      );
    }
  });
});
