import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { OpenAIEmbeddings } from "@langchain/openai";
import { embedMany } from "ai";
import { assert, assertEquals } from "@std/assert";
import { after, before, describe, it } from "@std/testing/bdd";
import {
  companionEnv,
  type FakeCompanion,
  fakeCompanion,
  vectorOf,
} from "../helpers/fake_companion.ts";
import { OWNER_KEY } from "../helpers/gateway.ts";
import {
  type GatewayServer,
  gatewayServer,
} from "../helpers/gateway_server.ts";
import { clientOf, OPENAI_SDKS } from "../helpers/openai_sdks.ts";

const MODEL = "text-embedding-3-small";
const INPUT = ["a", "bb", "你好"];

describe("embeddings in clients' libraries", () => {
  let companion: FakeCompanion;
  let gateway: GatewayServer;
  before(async () => {
    companion = fakeCompanion();
    gateway = await gatewayServer({ env: companionEnv(companion) });
  });
  after(async () => {
    await gateway.close();
    await companion[Symbol.asyncDispose]();
  });

  for (const sdk of OPENAI_SDKS) {
    it(`92, 94: openai ${sdk.version} decodes what it asks for by itself`, async () => {
      const { embeddings } = clientOf(sdk, gateway);
      for (const form of ["float", "base64"] as const) {
        companion.form = form;
        const own = await embeddings.create({ model: MODEL, input: INPUT });
        assertEquals(companion.requests.at(-1)?.body.encoding_format, "base64");
        const plain = await embeddings.create({
          model: MODEL,
          input: INPUT,
          encoding_format: "float",
        });
        const vectors = INPUT.map(vectorOf);
        for (const { data, usage } of [own, plain]) {
          assertEquals(data.map(({ embedding }) => embedding), vectors);
          assertEquals(data.map(({ index }) => index), [0, 1, 2]);
          assertEquals(usage.prompt_tokens, 9);
        }
      }
    });

    it(`95, 96: openai ${sdk.version} raises what was wrong`, async () => {
      const client = clientOf(sdk, gateway);
      const error = await client.embeddings.create({ model: MODEL, input: "" })
        .catch((thrown) => thrown);
      assert(error instanceof sdk.OpenAI.BadRequestError);
      assertEquals(error.param, "input");
      companion.next = () =>
        Response.json({ error: { message: "This model does not embed" } }, {
          status: 404,
        });
      const unknown = await client.embeddings.create({
        model: "gpt-4o",
        input: "a",
      }).catch((thrown) => thrown);
      assert(unknown instanceof sdk.OpenAI.NotFoundError);
      assertEquals(unknown.code, "model_not_found");
    });

    it(`97: openai ${sdk.version} reads judgements`, async () => {
      const client = clientOf(sdk, gateway);
      const { results } = await client.moderations.create({
        input: ["hello", "kill"],
      });
      assertEquals(results.map(({ flagged }) => flagged), [false, true]);
      assertEquals(results[1]?.categories.violence, true);
    });
  }

  it("94: the AI SDK's embedMany keeps the order", async () => {
    const options = { baseURL: gateway.baseURL, apiKey: OWNER_KEY };
    const models = [
      createOpenAI(options).textEmbeddingModel(MODEL),
      createOpenAICompatible({ name: "gateway", ...options })
        .textEmbeddingModel(MODEL),
    ];
    for (const model of models) {
      const { embeddings, usage } = await embedMany({ model, values: INPUT });
      assertEquals(embeddings, INPUT.map(vectorOf));
      assert(usage.tokens > 0);
    }
  });

  it("94: LangChain's OpenAIEmbeddings gets what was embedded", async () => {
    const embeddings = new OpenAIEmbeddings({
      model: MODEL,
      apiKey: OWNER_KEY,
      maxRetries: 0,
      batchSize: 2,
      configuration: { baseURL: gateway.baseURL },
    });
    assertEquals(await embeddings.embedDocuments(INPUT), INPUT.map(vectorOf));
    assertEquals(await embeddings.embedQuery("a"), vectorOf("a"));
  });
});
