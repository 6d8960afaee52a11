import { assert, assertEquals } from "@std/assert";
import { after, before, describe, it } from "@std/testing/bdd";
import type OpenAI from "openai";
import { z } from "zod";
import { OWNER_KEY } from "../helpers/gateway.ts";
import {
  type GatewayServer,
  gatewayServer,
  NOTICES_EARLY_LEAVE,
} from "../helpers/gateway_server.ts";
import { clientOf, OPENAI_SDKS } from "../helpers/openai_sdks.ts";

const TINY = "ollama:ollama/tiny:1b";
const MODELS = ["gpt-4o", "claude-haiku-4-5", "gpt-5.4-pro"];
const PIXEL = "iVBORw0KGgo=";

function user(content: string) {
  return { role: "user" as const, content };
}

for (const sdk of OPENAI_SDKS) {
  describe(`openai ${sdk.version}, whole answers`, () => {
    let gateway: GatewayServer;
    let client: OpenAI;
    before(async () => {
      gateway = await gatewayServer();
      client = clientOf(sdk, gateway);
    });
    after(() => gateway.close());

    /** The parts of the last message as they arrived at the model's vendor. */
    function vendorParts(): unknown {
      const { messages, input } = gateway.simulator.lastVendorRequest as {
        messages?: { content: unknown }[];
        input?: { content: unknown }[];
      };
      return (messages ?? input)?.at(-1)?.content;
    }

    it("24: models.list() yields every model once", async () => {
      const ids: string[] = [];
      for await (const model of client.models.list()) {
        assertEquals(model.object, "model");
        assert(Number.isInteger(model.created));
        assert(model.created < 1e11, "seconds, not milliseconds");
        assertEquals(typeof model.owned_by, "string");
        ids.push(model.id);
      }
      assertEquals(new Set(ids).size, ids.length);
      for (const id of [TINY, ...MODELS]) assert(ids.includes(id), id);
    });

    it("11, 27: models.retrieve() finds an id with slash and colon", async () => {
      gateway.forget();
      assertEquals((await client.models.retrieve(TINY)).id, TINY);
      const escaped = `/v1/models/${TINY.replace("/", "%2F")}`;
      assertEquals(gateway.arrivals(escaped).length, 1);
    });

    it("12, 13: takes the key, spaces and all, in each header", async () => {
      for (const name of ["authorization", "x-api-key", "api-key"]) {
        const value = name === "authorization"
          ? `bearer ${OWNER_KEY}`
          : OWNER_KEY;
        const other = clientOf(sdk, gateway, {
          apiKey: "unused",
          defaultHeaders: { authorization: null, [name]: value },
        });
        const { choices } = await other.chat.completions.create({
          model: TINY,
          messages: [user("hi")],
        });
        assertEquals(choices.length, 1);
      }
    });

    it("28: models.retrieve() throws NotFoundError for others", async () => {
      const error = await client.models.retrieve("no/such").catch((e) => e);
      assert(error instanceof sdk.OpenAI.NotFoundError);
      assertEquals(error.code, "model_not_found");
    });

    it("30, 32, 33: create() gives one answer with its tokens", async () => {
      for (const model of MODELS) {
        const { data, response } = await client.chat.completions.create({
          model,
          messages: [user("hi")],
        }).withResponse();
        assertEquals(response.headers.get("content-type"), "application/json");
        assertEquals(data.object, "chat.completion");
        assertEquals(data.model, model);
        const [choice] = data.choices;
        assertEquals(choice?.index, 0);
        assertEquals(choice?.message.role, "assistant");
        assert(choice?.message.content);
        assertEquals(choice.finish_reason, "stop");
        const { usage } = data;
        assert(usage && usage.prompt_tokens > 0 && usage.completion_tokens > 0);
        assertEquals(
          usage.total_tokens,
          usage.prompt_tokens + usage.completion_tokens,
        );
        assertEquals(
          typeof usage.prompt_tokens_details?.cached_tokens,
          "number",
        );
        assertEquals(
          typeof usage.completion_tokens_details?.reasoning_tokens,
          "number",
        );
      }
    });

    it("6: exposes the request id of answers and errors", async () => {
      const answer = await client.chat.completions.create({
        model: TINY,
        messages: [user("hi")],
      });
      assert(answer._request_id?.startsWith("req_"), `${answer._request_id}`);
      const error = await client.chat.completions.create({
        model: "no-such-model",
        messages: [user("hi")],
      }).catch((e) => e);
      assert(error.requestID?.startsWith("req_"), `${error.requestID}`);
      assert(error.requestID !== answer._request_id);
    });

    it("37: sends an image to each vendor in the vendor's form", async () => {
      const url = `data:image/png;base64,${PIXEL}`;
      const forms = {
        "gpt-4o": { type: "image_url", image_url: { url, detail: "low" } },
        "claude-haiku-4-5": {
          type: "image",
          source: { type: "base64", media_type: "image/png", data: PIXEL },
        },
        "gpt-5.4-pro": { type: "input_image", image_url: url, detail: "low" },
      };
      for (const [model, form] of Object.entries(forms)) {
        await client.chat.completions.create({
          model,
          messages: [{
            role: "user",
            content: [
              { type: "text", text: "What is this?" },
              { type: "image_url", image_url: { url, detail: "low" } },
            ],
          }],
        });
        const parts = vendorParts();
        assert(Array.isArray(parts), JSON.stringify(parts));
        assertEquals(parts.length, 2, model);
        assertEquals(parts[0].text, "What is this?");
        assertEquals(parts[1], form);
      }
    });

    it("37: takes an image's address as it is, and as a bare text", async () => {
      const url = "https://example.com/a.png";
      const forms = {
        "gpt-4o": { type: "image_url", image_url: { url } },
        "claude-haiku-4-5": { type: "image", source: { type: "url", url } },
        "gpt-5.4-pro": { type: "input_image", image_url: url },
      };
      for (const [model, form] of Object.entries(forms)) {
        for (const image_url of [{ url }, url as unknown as { url: string }]) {
          await client.chat.completions.create({
            model,
            messages: [{
              role: "user",
              content: [{ type: "image_url", image_url }],
            }],
          });
          assertEquals(vendorParts(), [form]);
        }
      }
    });

    it("38: takes developer and system messages anywhere", async () => {
      for (const model of MODELS) {
        const { choices: [choice] } = await client.chat.completions.create({
          model,
          messages: [
            { role: "developer", content: "Be kind." },
            user("hi"),
            { role: "system", content: "Be honest." },
            user("Who are you?"),
          ],
        });
        assert(choice?.message.content);
        const sent = JSON.stringify(gateway.simulator.lastVendorRequest);
        assert(sent.includes("Be kind.") && sent.includes("Be honest."), model);
      }
    });

    it("40: both limits reach the vendor; hitting one is told", async () => {
      for (const name of ["max_tokens", "max_completion_tokens"]) {
        const { choices: [choice] } = await client.chat.completions.create({
          model: "gpt-4o",
          messages: [user("TLENGTH")],
          [name]: 7,
        });
        assertEquals(choice?.finish_reason, "length");
        const sent = JSON.stringify(gateway.simulator.lastVendorRequest);
        assert(sent.includes('"max_completion_tokens":7'), sent);
      }
    });

    it("41: parse() gives an object that fits the zod schema", async () => {
      const person = z.object({
        name: z.string(),
        age: z.number().int(),
        tags: z.array(z.string()),
        home: z.object({ city: z.string() }).nullable(),
      });
      for (const model of MODELS) {
        const { choices: [choice] } = await client.chat.completions.parse({
          model,
          messages: [user("Describe a person")],
          response_format: sdk.zodResponseFormat(person, "person"),
        });
        assertEquals(choice?.message.refusal, null);
        assertEquals(person.safeParse(choice?.message.parsed).success, true);
      }
    });

    it("42: a legacy request gets function_call back", async () => {
      const { choices: [choice] } = await client.chat.completions.create({
        model: "gpt-4o",
        messages: [user("TTOOL")],
        functions: [{
          name: "get_weather",
          parameters: {
            type: "object",
            properties: { city: { type: "string" } },
          },
        }],
      });
      assertEquals(choice?.finish_reason, "function_call");
      assertEquals(choice?.message.function_call, {
        name: "get_weather",
        arguments: '{"city":"Paris"}',
      });
    });

    it("44: n gives as many choices", async () => {
      const { choices } = await client.chat.completions.create({
        model: TINY,
        messages: [user("TTEXT")],
        n: 2,
      });
      assertEquals(choices.map(({ index }) => index), [0, 1]);
      for (const { message } of choices) assert(message.content);
    });

    it("45: reasoning comes beside the content", async () => {
      const { choices: [choice] } = await client.chat.completions.create({
        model: TINY,
        messages: [user("TREASON")],
      });
      const message = choice?.message as { reasoning_content?: string };
      assertEquals(message.reasoning_content, "thinking...");
      assertEquals(choice?.message.content, "Hello from the fake upstream.");
    });

    const itNotices = NOTICES_EARLY_LEAVE ? it : it.skip;
    itNotices("a whole answer that nobody awaits is called off", async () => {
      const abort = new AbortController();
      const answer = client.chat.completions.create({
        model: TINY,
        messages: [
          { role: "system", content: "x".repeat(9000) },
          user("TCHUNKS:3 TDELAY:3000"),
        ],
      }, { signal: abort.signal }).catch((e) => e);
      await gateway.untilBusy();
      abort.abort();
      assert((await answer) instanceof sdk.OpenAI.APIUserAbortError);
      await gateway.untilIdle();
    });
  });
}
