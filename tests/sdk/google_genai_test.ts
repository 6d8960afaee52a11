import {
  ApiError,
  type FunctionDeclaration,
  GoogleGenAI,
  type GoogleGenAIOptions,
  Type,
} from "@google/genai";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { after, before, describe, it } from "@std/testing/bdd";
import { OWNER_KEY } from "../helpers/gateway.ts";
import {
  type GatewayServer,
  gatewayServer,
} from "../helpers/gateway_server.ts";

const TINY = "ollama:ollama/tiny:1b";
const MODELS = ["gpt-4o", "claude-haiku-4-5", "gpt-5.4-pro"];
const PIXEL = "iVBORw0KGgo=";

const WEATHER: FunctionDeclaration = {
  name: "get_weather",
  description: "Weather of a city",
  parameters: {
    type: Type.OBJECT,
    properties: { city: { type: Type.STRING } },
    required: ["city"],
  },
};

describe("@google/genai", () => {
  let gateway: GatewayServer;
  let ai: GoogleGenAI;
  before(async () => {
    gateway = await gatewayServer();
    ai = client();
  });
  after(() => gateway.close());

  function client(
    options: GoogleGenAIOptions = {},
    base = gateway.baseURL.replace(/\/v1$/, ""),
  ): GoogleGenAI {
    return new GoogleGenAI({
      apiKey: OWNER_KEY,
      httpOptions: { baseUrl: base },
      ...options,
    });
  }

  function vendorMessages(): { role: string; content: unknown }[] {
    const request = gateway.simulator.lastVendorRequest as {
      messages?: { role: string; content: unknown }[];
      input?: { role: string; content: unknown }[];
    };
    return request.messages ?? request.input ?? [];
  }

  async function failure(call: Promise<unknown>) {
    const error = await assertRejects(() => call, ApiError);
    return { status: error.status, body: JSON.parse(error.message).error };
  }

  it("generateContent() gives an answer with its tokens", async () => {
    for (const model of [TINY, ...MODELS]) {
      const answer = await ai.models.generateContent({
        model,
        contents: "hi",
        config: { systemInstruction: "Be brief", maxOutputTokens: 50 },
      });
      assert(answer.text?.startsWith("Hello from"), `${model}: ${answer.text}`);
      assertEquals(answer.candidates?.[0]?.finishReason as string, "STOP");
      assertEquals(answer.candidates?.[0]?.content?.role, "model");
      assertEquals(answer.modelVersion, model);
      assert(answer.responseId);
      const usage = answer.usageMetadata;
      assert(usage?.promptTokenCount && usage.candidatesTokenCount);
      assertEquals(
        usage.totalTokenCount,
        usage.promptTokenCount + usage.candidatesTokenCount +
          (usage.thoughtsTokenCount ?? 0),
      );
    }
  });

  it("finds the model and the base path however they are written", async () => {
    for (const base of ["/v1beta", "/v1", "/v1/"]) {
      const other = client({}, gateway.baseURL.replace(/\/v1$/, base));
      const { text } = await other.models.generateContent({
        model: `models/${TINY}`,
        contents: "hi",
      });
      assert(text);
    }
    for (const apiVersion of ["v1", "v1beta"]) {
      const other = client({ apiVersion });
      const { text } = await other.models.generateContent({
        model: TINY,
        contents: "hi",
      });
      assert(text);
    }
  });

  it("generateContentStream() gives the pieces and one end", async () => {
    for (const model of [TINY, ...MODELS]) {
      let text = "";
      let tokens: number | undefined;
      const ends: unknown[] = [];
      const stream = await ai.models.generateContentStream({
        model,
        contents: "hi",
      });
      for await (const chunk of stream) {
        text += chunk.text ?? "";
        const end = chunk.candidates?.[0]?.finishReason;
        if (end !== undefined) ends.push(end);
        tokens = chunk.usageMetadata?.totalTokenCount ?? tokens;
      }
      assert(text.startsWith("Hello"), text);
      assertEquals(ends, ["STOP"]);
      assert(tokens !== undefined && tokens > 0);
    }
  });

  it("streams characters of several bytes intact", async () => {
    const stream = await ai.models.generateContentStream({
      model: TINY,
      contents: "hi",
    });
    let text = "";
    for await (const chunk of stream) text += chunk.text ?? "";
    assertEquals(text, "Hello from the fake upstream. 你好 ✓");
  });

  it("a chat remembers what was said, also in streams", async () => {
    const chat = ai.chats.create({ model: TINY });
    await chat.sendMessage({ message: "hi" });
    for await (const _ of await chat.sendMessageStream({ message: "hi" }));
    await chat.sendMessage({ message: "TTEXT" });
    assertEquals(vendorMessages().map(({ role }) => role), [
      "user",
      "assistant",
      "user",
      "assistant",
      "user",
    ]);
  });

  it("calls functions, also two at once, and takes their results", async () => {
    const cases: [string, string[]][] = [
      ["gpt-4o", ["Paris", "Rome"]],
      ["claude-haiku-4-5", ["Paris"]],
      ["gpt-5.4-pro", ["Paris", "Rome"]],
    ];
    for (const [model, cities] of cases) {
      const chat = ai.chats.create({
        model,
        config: { tools: [{ functionDeclarations: [WEATHER] }] },
      });
      const first = await chat.sendMessage({ message: "TTOOL2" });
      const calls = first.functionCalls ?? [];
      assertEquals(calls.map(({ args }) => args?.city), cities, model);
      assertEquals(new Set(calls.map(({ id }) => id)).size, cities.length);
      assertEquals(first.candidates?.[0]?.finishReason as string, "STOP");
      const second = await chat.sendMessage({
        message: calls.map(({ id, name }) => ({
          functionResponse: {
            ...(id === undefined ? {} : { id }),
            ...(name === undefined ? {} : { name }),
            response: { output: "sunny" },
          },
        })),
      });
      assert(second.text);
      const said = JSON.stringify(vendorMessages());
      assert(said.includes("sunny"), said);
    }
  });

  it("streams function calls whole", async () => {
    const stream = await ai.models.generateContentStream({
      model: "gpt-4o",
      contents: "TTOOL2",
      config: { tools: [{ functionDeclarations: [WEATHER] }] },
    });
    const cities: unknown[] = [];
    for await (const { functionCalls } of stream) {
      cities.push(...(functionCalls ?? []).map(({ args }) => args?.city));
    }
    assertEquals(cities, ["Paris", "Rome"]);
  });

  it("names functions that must be called", async () => {
    await ai.models.generateContent({
      model: "gpt-5.4-pro",
      contents: "hi",
      config: {
        tools: [{ functionDeclarations: [{ name: "other" }, WEATHER] }],
        toolConfig: {
          functionCallingConfig: {
            mode: "ANY" as never,
            allowedFunctionNames: ["get_weather"],
          },
        },
      },
    });
    const { tools } = gateway.simulator.lastVendorRequest as {
      tools: { name: string }[];
    };
    assertEquals(tools.map(({ name }) => name), ["get_weather"]);
  });

  it("gives answers in the shape that was asked for", async () => {
    const schema = {
      type: Type.OBJECT,
      properties: {
        city: { type: Type.STRING },
        days: {
          type: Type.ARRAY,
          items: { type: Type.INTEGER },
          minItems: "1",
        },
      },
      required: ["city", "days"],
    };
    for (const model of MODELS) {
      const answer = await ai.models.generateContent({
        model,
        contents: "Where, and when?",
        config: {
          responseMimeType: "application/json",
          responseSchema: schema,
        },
      });
      const value = JSON.parse(answer.text ?? "");
      assertEquals(typeof value.city, "string", model);
      assert(Number.isInteger(value.days[0]), model);
    }
  });

  it("takes images, small and large", async () => {
    const large = btoa("x".repeat(150_000));
    for (const data of [PIXEL, large]) {
      const { text } = await ai.models.generateContent({
        model: "gpt-4o",
        contents: [{ inlineData: { mimeType: "image/png", data } }, "TTEXT"],
      });
      assert(text);
      assertEquals(vendorMessages().at(-1)?.content, [
        {
          type: "image_url",
          image_url: { url: `data:image/png;base64,${data}` },
        },
        { type: "text", text: "TTEXT" },
      ]);
    }
  });

  it("gives images that were made", async () => {
    const { candidates } = await ai.models.generateContent({
      model: TINY,
      contents: "TIMAGE",
    });
    const image = candidates?.[0]?.content?.parts?.find((p) => p.inlineData);
    assertEquals(image?.inlineData?.mimeType, "image/png");
    assert(atob(image?.inlineData?.data ?? "").startsWith("\x89PNG"));
  });

  it("shows thoughts where they are wanted, never as the answer", async () => {
    for (const includeThoughts of [true, false]) {
      const { candidates, text } = await ai.models.generateContent({
        model: TINY,
        contents: "TREASON",
        config: { thinkingConfig: { includeThoughts } },
      });
      assert(!text?.includes("thinking..."));
      const thoughts = candidates?.[0]?.content?.parts?.filter((p) =>
        p.thought
      );
      assertEquals(
        thoughts?.map((part) => part.text),
        includeThoughts ? ["thinking..."] : [],
      );
    }
  });

  it("says that the limit was hit", async () => {
    const { candidates } = await ai.models.generateContent({
      model: TINY,
      contents: "TLENGTH",
    });
    assertEquals(candidates?.[0]?.finishReason as string, "MAX_TOKENS");
  });

  it("lists and shows the models that it serves", async () => {
    for (const apiVersion of ["v1", "v1beta"]) {
      const { models } = client({ apiVersion });
      const names: string[] = [];
      for await (const model of await models.list()) {
        assert(model.displayName);
        assert(model.supportedActions?.includes("generateContent"));
        names.push(model.name ?? "");
      }
      assertEquals(new Set(names).size, names.length);
      for (const id of [TINY, ...MODELS]) {
        assert(names.includes(`models/${id}`), id);
      }
      const one = await models.get({ model: TINY });
      assertEquals(one.name, `models/${TINY}`);
    }
  });

  it("counts tokens without asking anybody", async () => {
    const last = gateway.simulator.lastVendorRequest;
    const short = await ai.models.countTokens({ model: TINY, contents: "Hi" });
    const long = await ai.models.countTokens({
      model: TINY,
      contents: "Hello world ".repeat(100),
    });
    assert(short.totalTokens && short.totalTokens < 20);
    assert(long.totalTokens && long.totalTokens > 200);
    assert(gateway.simulator.lastVendorRequest === last);
  });

  it("raises errors with their status and words", async () => {
    const ask = (model: string, contents: string) =>
      failure(ai.models.generateContent({ model, contents }));
    const missing = await ask("no/such", "hi");
    assertEquals([missing.status, missing.body.status], [404, "NOT_FOUND"]);
    const wrong = await failure(
      client({ apiKey: "sk-wrong" }).models.generateContent({
        model: TINY,
        contents: "hi",
      }),
    );
    assertEquals([wrong.status, wrong.body.status], [401, "UNAUTHENTICATED"]);
    const long = await ask(TINY, "TCTX");
    assertEquals([long.status, long.body.code], [400, 400]);
    assertEquals(long.body.status, "INVALID_ARGUMENT");
    const unknown = await failure(ai.models.get({ model: "no/such" }));
    assertEquals(unknown.status, 404);
  });

  it("raises what breaks a stream, before and after it began", async () => {
    const stream = (contents: string) =>
      ai.models.generateContentStream({ model: TINY, contents });
    const early = await failure(stream("TCTX"));
    assertEquals(early.status, 400);
    let text = "";
    const error = await assertRejects(async () => {
      for await (const chunk of await stream("TMIDERR")) {
        text += chunk.text ?? "";
      }
    }, ApiError);
    assert(text.length > 0);
    assert(error.status >= 500);
  });

  it("ends the call upstream when the client leaves", async () => {
    const abort = new AbortController();
    const stream = await ai.models.generateContentStream({
      model: TINY,
      contents: "TCHUNKS:2000 TDELAY:20",
      config: { abortSignal: abort.signal },
    });
    await assertRejects(async () => {
      for await (const _ of stream) abort.abort();
    });
    await gateway.untilIdle();
  });
});
