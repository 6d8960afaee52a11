import { assert, assertEquals } from "@std/assert";
import { after, before, describe, it } from "@std/testing/bdd";
import type OpenAI from "openai";
import {
  type GatewayServer,
  gatewayServer,
} from "../helpers/gateway_server.ts";
import { clientOf, failureOf, OPENAI_SDKS } from "../helpers/openai_sdks.ts";

type Params = OpenAI.ChatCompletionCreateParamsNonStreaming;

const TINY = "ollama:ollama/tiny:1b";

/** Questions whose streams break off, models, and what is said of it. */
const BROKEN = [
  ["TMIDERR", TINY, "upstream_error"],
  ["TMIDERR", "claude-haiku-4-5", "service_unavailable"],
  ["TCUT", TINY, "upstream_error"],
  ["TEMPTY", TINY, "upstream_error"],
] as const;

function ask(
  text: string,
  fields: Partial<Omit<Params, "stream">> = {},
) {
  return {
    model: TINY,
    messages: [{ role: "user" as const, content: text }],
    ...fields,
  };
}

for (const sdk of OPENAI_SDKS) {
  describe(`openai ${sdk.version}, errors`, () => {
    let gateway: GatewayServer;
    let client: OpenAI;
    before(async () => {
      gateway = await gatewayServer();
      // As many retries as the client makes unless told otherwise.
      client = clientOf(sdk, gateway, { maxRetries: 2 });
    });
    after(() => gateway.close());

    function failure(
      call: () => PromiseLike<unknown>,
      at: GatewayServer = gateway,
    ) {
      return failureOf(call, { sdk, gateway: at });
    }

    async function drain(stream: AsyncIterable<unknown>): Promise<number> {
      let count = 0;
      for await (const _ of stream) count++;
      return count;
    }

    it("14, 15: a wrong key is an AuthenticationError, asked once", async () => {
      const apiKey = `wrong-${crypto.randomUUID()}`;
      const stranger = clientOf(sdk, gateway, { apiKey, maxRetries: 2 });
      for (const stream of [false, true]) {
        const { error, arrivals } = await failure(() =>
          stranger.chat.completions.create({ ...ask("hi"), stream })
        );
        assert(error instanceof sdk.OpenAI.AuthenticationError);
        assertEquals([error.status, error.code], [401, "invalid_api_key"]);
        assert(!error.message.includes(apiKey));
        assert(error.requestID);
        assertEquals(arrivals.length, 1);
      }
    });

    it("2: an unknown path is a NotFoundError", async () => {
      const { error } = await failure(() =>
        client.get("/_stainless_unknown_path")
      );
      assert(error instanceof sdk.OpenAI.NotFoundError);
      assertEquals(error.code, "unknown_url");
    });

    it("128, 129: a bad request names its field, asked once", async () => {
      const { messages } = ask("hi");
      const cases: [body: Partial<Params>, param: string, code: string][] = [
        [{ messages }, "model", "missing_required_parameter"],
        [{ model: TINY }, "messages", "missing_required_parameter"],
        [{ model: TINY, messages: [] }, "messages", "empty_array"],
      ];
      for (const [body, param, code] of cases) {
        const { error, arrivals } = await failure(() =>
          client.chat.completions.create(body as Params)
        );
        assert(error instanceof sdk.OpenAI.BadRequestError);
        assertEquals([error.param, error.code], [param, code]);
        assertEquals(arrivals.length, 1);
      }
    });

    it("127, 141: every refusal throws, with the same four keys", async () => {
      for (
        const text of ["T400", "T401", "T429", "T500", "T503", "TCTX"]
      ) {
        const { error } = await failure(() =>
          client.chat.completions.create(ask(text), { maxRetries: 0 })
        );
        assert(error.status !== undefined && error.status >= 400, text);
        assertEquals(Object.keys(error.error ?? {}).sort(), [
          "code",
          "message",
          "param",
          "type",
        ]);
      }
    });

    it("130: an unknown model is a NotFoundError, asked once", async () => {
      for (const stream of [false, true]) {
        const { error, arrivals } = await failure(() =>
          client.chat.completions.create({
            ...ask("hi", { model: "no-such-model" }),
            stream,
          })
        );
        assert(error instanceof sdk.OpenAI.NotFoundError);
        assertEquals(error.code, "model_not_found");
        assertEquals(
          error.message,
          "404 The model `no-such-model` does not exist or you do not have " +
            "access to it.",
        );
        assertEquals(arrivals.length, 1);
      }
    });

    it("131: too long a prompt is told by its code, asked once", async () => {
      const { error, arrivals } = await failure(() =>
        client.chat.completions.create(ask("TCTX"))
      );
      assert(error instanceof sdk.OpenAI.BadRequestError);
      assertEquals(error.code, "context_length_exceeded");
      assertEquals(arrivals.length, 1);
    });

    it("136: a failure before the first token has its own status", async () => {
      for (const model of [TINY, "claude-haiku-4-5"]) {
        const { error } = await failure(() =>
          client.chat.completions.create({
            ...ask("T429", { model }),
            stream: true,
          }, { maxRetries: 0 })
        );
        assert(error instanceof sdk.OpenAI.RateLimitError, model);
      }
    });

    it("137: a stream that breaks throws what happened", async () => {
      for (const [text, model, code] of BROKEN) {
        let count = 0;
        const { error, arrivals } = await failure(async () => {
          const stream = await client.chat.completions.create({
            ...ask(text, { model }),
            stream: true,
          });
          for await (const _ of stream) count++;
        });
        assert(count > 1, "what came before is seen");
        assertEquals(error.code, code, text);
        assert(error.message.includes(model), error.message);
        assertEquals(arrivals.length, 1);
      }
    });

    it("137: stream() rejects when its stream breaks", async () => {
      for (const [text, model, code] of BROKEN) {
        const stream = client.chat.completions.stream(ask(text, { model }));
        let told = "";
        stream.on("content", (delta) => told += delta);
        const { error } = await failure(() => stream.finalChatCompletion());
        assert(told.length > 0);
        assertEquals(error.code, code, text);
        assert(error.message.includes(model), error.message);
      }
    });

    it("137: a late failure under a head already sent is thrown", async () => {
      const slow = await gatewayServer({ env: { HEAD_HOLD_MS: "60" } });
      slow.simulator.faults.stallMs = 300;
      const { error } = await failure(async () => {
        const stream = await clientOf(sdk, slow).chat.completions.create({
          ...ask("T500"),
          stream: true,
        });
        assertEquals(await drain(stream), 0);
      }, slow);
      assertEquals(error.code, "service_unavailable");
      await slow.close();
    });

    it("8: too large a body is refused as such, asked once", async () => {
      const narrow = await gatewayServer({ env: { MAX_BODY_BYTES: "65536" } });
      const heavy = clientOf(sdk, narrow, { maxRetries: 2 });
      for (const length of [70_000, 8_000_000]) {
        const { error, arrivals } = await failure(
          () => heavy.chat.completions.create(ask("x".repeat(length))),
          narrow,
        );
        assertEquals([error.status, error.code], [413, "request_too_large"]);
        assertEquals(arrivals.length, 1);
      }
      await narrow.close();
    });

    it("135: an account's lost token is no matter of the key", async () => {
      const doomed = await gatewayServer();
      doomed.simulator.revokeAll();
      const { error, arrivals } = await failure(
        () =>
          clientOf(sdk, doomed, { maxRetries: 2 }).chat.completions.create(
            ask("hi"),
          ),
        doomed,
      );
      assert(error instanceof sdk.OpenAI.InternalServerError);
      assertEquals(error.status, 503);
      assertEquals(arrivals.length, 1);
      await doomed.close();
    });
  });
}
