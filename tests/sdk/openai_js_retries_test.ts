import { assert, assertEquals } from "@std/assert";
import { after, before, describe, it } from "@std/testing/bdd";
import type OpenAI from "openai";
import {
  type GatewayServer,
  gatewayServer,
} from "../helpers/gateway_server.ts";
import { clientOf, failureOf, OPENAI_SDKS } from "../helpers/openai_sdks.ts";

const TINY = "ollama:ollama/tiny:1b";

function ask(
  text: string,
  fields: Partial<OpenAI.ChatCompletionCreateParamsNonStreaming> = {},
) {
  return {
    model: TINY,
    messages: [{ role: "user" as const, content: text }],
    ...fields,
  };
}

for (const sdk of OPENAI_SDKS) {
  describe(`openai ${sdk.version}, retries`, () => {
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

    it("132: full accounts are asked three times, as told", async () => {
      const small = await gatewayServer({
        accounts: [{ tier: "temporary" }],
        env: { MAX_QUEUE_MS: "0" },
      });
      const eager = clientOf(sdk, small, { maxRetries: 2 });
      const slow = { ...ask("TCHUNKS:2 TDELAY:9000"), stream: true as const };
      const running = [
        await eager.chat.completions.create(slow),
        await eager.chat.completions.create(slow),
      ];
      const { error, arrivals } = await failure(
        () => eager.chat.completions.create(ask("hi")),
        small,
      );
      assert(error instanceof sdk.OpenAI.RateLimitError);
      assertEquals(error.code, "rate_limit_exceeded");
      assertEquals(error.headers?.get("retry-after"), "1");
      const [first = 0, second = 0, third = 0] = arrivals;
      assertEquals(arrivals.length, 3);
      // Untold, the client would come back after half a second.
      for (const wait of [second - first, third - second]) {
        assert(wait > 900 && wait < 2500, `${wait}`);
      }
      for (const stream of running) stream.controller.abort();
      await small.untilIdle();
      await small.close();
    });

    it("132: a vendor's rate limit says when to come back", async () => {
      const { error } = await failure(() =>
        client.chat.completions.create(ask("T429"), { maxRetries: 0 })
      );
      assert(error instanceof sdk.OpenAI.RateLimitError);
      assertEquals(error.code, "rate_limit_exceeded");
      const seconds = Number(error.headers?.get("retry-after"));
      assert(seconds >= 1 && seconds <= 60, `${seconds}`);
    });

    it("133: used-up credit is asked once", async () => {
      const poor = await gatewayServer({
        accounts: [{ tier: "free", allowance: 0 }],
      });
      const patient = clientOf(sdk, poor, { maxRetries: 2 });
      for (const stream of [false, true]) {
        const { error, arrivals } = await failure(
          () =>
            patient.chat.completions.create({
              ...ask("hi", { model: "gpt-4o" }),
              stream,
            }),
          poor,
        );
        assert(error instanceof sdk.OpenAI.RateLimitError);
        assertEquals(error.code, "insufficient_quota");
        assertEquals(arrivals.length, 1);
      }
      await poor.close();
    });

    it("134, 136: a vendor's outage says when to come back", async () => {
      for (const stream of [false, true]) {
        const { error } = await failure(() =>
          client.chat.completions.create({ ...ask("T500"), stream }, {
            maxRetries: 0,
          })
        );
        assert(error instanceof sdk.OpenAI.InternalServerError);
        assertEquals([error.status, error.code], [503, "service_unavailable"]);
        assertEquals(error.headers?.get("retry-after"), "5");
      }
    });

    it("134: a failure of Puter is asked again", async () => {
      for (const stream of [false, true]) {
        // The gateway itself asks twice each time.
        gateway.simulator.faults.next("internal_error", 4);
        const { error, arrivals } = await failure(() =>
          client.chat.completions.create({ ...ask("TTEXT"), stream }, {
            maxRetries: 1,
          })
        );
        assert(error instanceof sdk.OpenAI.InternalServerError);
        assertEquals([error.status, error.code], [502, "upstream_error"]);
        assertEquals(arrivals.length, 2);
      }
    });

    it("134: a failure that passes is got over by asking again", async () => {
      gateway.simulator.faults.next("internal_error", 2);
      gateway.forget();
      const { choices: [choice] } = await client.chat.completions.create(
        ask("TTEXT"),
      );
      assertEquals(choice?.message.content, "Hello from the fake upstream.");
      assertEquals(gateway.arrivals("/v1/chat/completions").length, 2);
    });

    it("134: a permanent refusal is asked once", async () => {
      const { error, arrivals } = await failure(() =>
        client.chat.completions.create(ask("TBLOCKED", { model: "gpt-4o" }))
      );
      assert(error instanceof sdk.OpenAI.BadRequestError);
      assertEquals(error.code, "content_policy_violation");
      assertEquals(arrivals.length, 1);
    });
  });
}
