import { assert, assertEquals } from "@std/assert";
import { after, before, describe, it } from "@std/testing/bdd";
import { createAnthropic } from "@ai-sdk/anthropic";
import { generateText, Output, stepCountIs, streamText, tool } from "ai";
import { z } from "zod";
import { OWNER_KEY } from "../helpers/gateway.ts";
import {
  type GatewayServer,
  gatewayServer,
} from "../helpers/gateway_server.ts";

const TINY = "ollama:ollama/tiny:1b";
const CLAUDE = "claude-haiku-4-5";
const WHOLE = "Hello from the fake upstream.";
const SPOKEN = "Hello from the fake upstream. 你好 ✓";

const RUN = tool({
  description: "Weather of a city",
  inputSchema: z.object({ city: z.string() }),
  execute: ({ city }) => `Sunny in ${city}`,
});

describe("ai with @ai-sdk/anthropic", () => {
  let gateway: GatewayServer;
  before(async () => {
    gateway = await gatewayServer();
  });
  after(() => gateway.close());

  function model(id: string) {
    const { baseURL } = gateway;
    return createAnthropic({ baseURL, apiKey: OWNER_KEY })(id);
  }

  it("124: generateText() gives text and tokens", async () => {
    const result = await generateText({
      model: model(TINY),
      prompt: "TANY",
      maxOutputTokens: 500,
    });
    assertEquals(result.text, WHOLE);
    assertEquals(result.finishReason, "stop");
    assertEquals(result.usage.outputTokens, 7);
    assertEquals(result.usage.inputTokens, 12);
  });

  it("124: streamText() gives text and tokens", async () => {
    for (const size of [1, 3, 1000]) {
      gateway.simulator.faults.chunking = { bytes: size };
      const result = streamText({
        model: model(TINY),
        prompt: "TANYTHING",
        maxOutputTokens: 500,
      });
      let text = "";
      for await (const piece of result.textStream) text += piece;
      assertEquals(text, SPOKEN);
      assertEquals(await result.finishReason, "stop");
      assertEquals((await result.usage).outputTokens, 7);
      assertEquals((await result.usage).inputTokens, 12);
    }
    gateway.simulator.faults.chunking = null;
  });

  it("122, 124: reasoning comes before the text", async () => {
    const options = {
      model: model(TINY),
      prompt: "TREASON",
      maxOutputTokens: 500,
    };
    const whole = await generateText(options);
    assertEquals([whole.reasoningText, whole.text], ["thinking...", WHOLE]);
    const streamed = streamText(options);
    const kinds: string[] = [];
    for await (const { type } of streamed.stream) {
      if (type.endsWith("-delta")) kinds.push(type);
    }
    assertEquals(await streamed.reasoningText, "Let me think.");
    assert(
      kinds.lastIndexOf("reasoning-delta") < kinds.indexOf("text-delta"),
    );
  });

  it("124: runs tools to the end, whole and streamed", async () => {
    for (const id of ["gpt-4o", CLAUDE, "gpt-5.4-pro"]) {
      const options = {
        model: model(id),
        prompt: "TTOOL",
        maxOutputTokens: 500,
        tools: { get_weather: RUN },
        stopWhen: stepCountIs(3),
      };
      const whole = await generateText(options);
      const streamed = streamText(options);
      await streamed.consumeStream();
      for (const steps of [whole.steps, await streamed.steps]) {
        assertEquals(steps.length, 2);
        assertEquals(steps[0]?.finishReason, "tool-calls");
        assertEquals(steps[0]?.toolResults[0]?.output, "Sunny in Paris");
        assertEquals(steps[1]?.finishReason, "stop");
      }
    }
  });

  it("116: gives an object by a schema", async () => {
    const { output } = await generateText({
      model: model(CLAUDE),
      prompt: "Who is it?",
      output: Output.object({
        schema: z.object({ name: z.string(), age: z.number().int() }),
      }),
    });
    assertEquals(typeof output.name, "string");
  });

  it("139: a broken stream is told as an error", async () => {
    const errors: unknown[] = [];
    const result = streamText({
      model: model(CLAUDE),
      prompt: "TMIDERR",
      onError: ({ error }) => {
        errors.push(error);
      },
    });
    await result.consumeStream();
    assertEquals(errors.length, 1);
    assert(JSON.stringify(errors[0]).includes("overloaded_error"));
  });
});
