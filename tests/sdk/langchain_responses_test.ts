import { HumanMessage, ToolMessage } from "@langchain/core/messages";
import { ChatOpenAI } from "@langchain/openai";
import { assert, assertEquals } from "@std/assert";
import { after, before, describe, it } from "@std/testing/bdd";
import { z } from "zod";
import { OWNER_KEY } from "../helpers/gateway.ts";
import {
  type GatewayServer,
  gatewayServer,
} from "../helpers/gateway_server.ts";

const MODELS = ["gpt-4o", "claude-haiku-4-5", "gpt-5.4-pro"];

const WEATHER = {
  name: "get_weather",
  description: "Weather of a city",
  schema: z.object({ city: z.string() }),
};

const PERSON = z.object({ name: z.string(), age: z.number().int() });

describe("@langchain/openai, responses", () => {
  let gateway: GatewayServer;
  before(async () => {
    gateway = await gatewayServer();
  });
  after(() => gateway.close());

  function chat(model: string) {
    return new ChatOpenAI({
      model,
      apiKey: OWNER_KEY,
      useResponsesApi: true,
      maxRetries: 0,
      configuration: { baseURL: gateway.baseURL },
    });
  }

  it("70, 89: invoke() gives text and tokens", async () => {
    for (const model of MODELS) {
      gateway.forget();
      const answer = await chat(model).invoke("hi");
      assert(answer.text.length > 0);
      assert((answer.usage_metadata?.total_tokens ?? 0) > 0);
      assertEquals(gateway.arrivals("/v1/responses").length, 1);
    }
  });

  it("84: stream() gives the same text in pieces", async () => {
    for (const model of MODELS) {
      let text = "";
      for await (const chunk of await chat(model).stream("TANYTHING")) {
        text += chunk.text;
      }
      assert(text.startsWith("Hello"), text);
    }
  });

  it("72, 73, 86: calls and their results go round", async () => {
    for (const model of MODELS) {
      const able = chat(model).bindTools([WEATHER]);
      for (const streamed of [false, true]) {
        const asked = new HumanMessage("TTOOL");
        const answer = streamed
          ? await joined(await able.stream([asked]))
          : await able.invoke([asked]);
        const [call] = answer.tool_calls ?? [];
        assertEquals([call?.name, call?.args], [
          "get_weather",
          { city: "Paris" },
        ]);
        const result = new ToolMessage({
          content: "sunny",
          tool_call_id: call?.id ?? "",
        });
        const next = await able.invoke([asked, answer, result]);
        assert(next.text.length > 0, model);
      }
    }
  });

  it("82: withStructuredOutput() gives objects that fit", async () => {
    for (const model of MODELS) {
      const made = await chat(model).withStructuredOutput(PERSON, {
        method: "jsonSchema",
      }).invoke("Describe a person");
      assert(PERSON.safeParse(made).success, JSON.stringify(made));
    }
  });
});

type Chunks = Awaited<ReturnType<ChatOpenAI["stream"]>>;

async function joined(chunks: Chunks) {
  const all = await Array.fromAsync(chunks);
  return all.reduce((sum, chunk) => sum.concat(chunk));
}
