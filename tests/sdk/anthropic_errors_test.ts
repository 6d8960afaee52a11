import { assert, assertEquals } from "@std/assert";
import { after, before, describe, it } from "@std/testing/bdd";
import type Anthropic from "@anthropic-ai/sdk";
import {
  ANTHROPIC_SDKS,
  anthropicFailure,
  anthropicOf,
} from "../helpers/anthropic_sdks.ts";
import {
  type GatewayServer,
  gatewayServer,
} from "../helpers/gateway_server.ts";

const TINY = "ollama:ollama/tiny:1b";
const CLAUDE = "claude-haiku-4-5";

function ask(content: string, model = CLAUDE) {
  return {
    model,
    max_tokens: 100,
    messages: [{ role: "user" as const, content }],
  };
}

/** `error.type` in the body of an error. */
function typeOf({ error }: { error: unknown }): string | undefined {
  return (error as { error?: { type: string } } | undefined)?.error?.type;
}

for (const sdk of ANTHROPIC_SDKS) {
  describe(`${sdk.name}, errors`, () => {
    let gateway: GatewayServer;
    let client: Anthropic;
    before(async () => {
      gateway = await gatewayServer();
      // As many retries as the client makes unless told otherwise.
      client = anthropicOf(sdk, gateway, { maxRetries: 2 });
    });
    after(() => gateway.close());

    function failure(
      call: () => PromiseLike<unknown>,
      at: GatewayServer = gateway,
    ) {
      return anthropicFailure(call, { sdk, gateway: at });
    }

    it("17: a wrong key is an AuthenticationError, asked once", async () => {
      const stranger = anthropicOf(sdk, gateway, {
        apiKey: `wrong-${crypto.randomUUID()}`,
        maxRetries: 2,
      });
      for (const stream of [false, true]) {
        const { error, arrivals } = await failure(() =>
          stranger.messages.create({ ...ask("hi"), stream })
        );
        assert(error instanceof sdk.Anthropic.AuthenticationError);
        assertEquals(typeOf(error), "authentication_error");
        assert(error.requestID?.startsWith("req_"));
        assertEquals(arrivals.length, 1);
      }
    });

    it("2, 125: unknown models and paths are NotFoundErrors", async () => {
      for (
        const call of [
          () => client.messages.create(ask("hi", "none")),
          () => client.get("/v1/_stainless_unknown_path"),
          () => client.get("/v1/messages/batches"),
        ]
      ) {
        const { error } = await failure(call);
        assert(error instanceof sdk.Anthropic.NotFoundError);
        assertEquals(typeOf(error), "not_found_error");
        assert(error.requestID);
      }
    });

    it("a bad request is a BadRequestError, asked once", async () => {
      const { error, arrivals } = await failure(() =>
        client.messages.create({ ...ask("hi"), max_tokens: -1 })
      );
      assert(error instanceof sdk.Anthropic.BadRequestError);
      assertEquals(typeOf(error), "invalid_request_error");
      assert(error.message.includes("max_tokens"));
      assertEquals(arrivals.length, 1);
    });

    it("133: used up credit is a RateLimitError, asked once", async () => {
      const poor = await gatewayServer({
        accounts: [{ tier: "free", allowance: 0 }],
      });
      const asking = anthropicOf(sdk, poor, { maxRetries: 2 });
      const { error, arrivals } = await failure(
        () => asking.messages.create(ask("hi")),
        poor,
      );
      assert(error instanceof sdk.Anthropic.RateLimitError, `${error}`);
      assertEquals(error.headers?.get("x-should-retry"), "false");
      assertEquals(arrivals.length, 1);
      await poor.close();
    });

    it("136: a failure before the first event has its status", async () => {
      const once = anthropicOf(sdk, gateway);
      for (const stream of [false, true]) {
        const { error } = await failure(() =>
          once.messages.create({ ...ask("T503"), stream })
        );
        assert(error instanceof sdk.Anthropic.InternalServerError);
        assertEquals([error.status, typeOf(error)], [503, "overloaded_error"]);
      }
      const { error } = await failure(() => once.messages.create(ask("T429")));
      assertEquals([error.status, typeOf(error)], [429, "rate_limit_error"]);
    });

    it("139: a broken stream raises with its type", async () => {
      const cases = [[CLAUDE, "overloaded_error"], [
        TINY,
        "api_error",
      ]] as const;
      for (const [model, type] of cases) {
        const drains = [
          async () => {
            const stream = await client.messages.create({
              ...ask("TMIDERR", model),
              stream: true,
            });
            for await (const _ of stream);
          },
          () => client.messages.stream(ask("TMIDERR", model)).finalMessage(),
        ];
        for (const drain of drains) {
          const { error, arrivals } = await failure(drain);
          assertEquals(typeOf(error), type);
          assertEquals(arrivals.length, 1);
        }
      }
    });
  });
}
