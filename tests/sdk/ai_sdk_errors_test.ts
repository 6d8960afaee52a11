import { assert, assertEquals } from "@std/assert";
import { after, before, describe, it } from "@std/testing/bdd";
import { APICallError, generateText, RetryError, streamText } from "ai";
import { AI_PROVIDERS } from "../helpers/ai_sdks.ts";
import {
  type GatewayServer,
  gatewayServer,
} from "../helpers/gateway_server.ts";

const TINY = "ollama:ollama/tiny:1b";
const PATH = "/v1/chat/completions";

interface Failure {
  status: number | undefined;
  code: unknown;
  message: string;
  attempts: number;
}

/** What the SDK says of a failed call, whether or not it gave up trying. */
function describeFailure(thrown: unknown, attempts: number): Failure {
  const error = RetryError.isInstance(thrown) ? thrown.lastError : thrown;
  assert(APICallError.isInstance(error), `${error}`);
  const data = error.data as { error?: { code?: unknown } } | undefined;
  return {
    status: error.statusCode,
    code: data?.error?.code,
    message: error.message,
    attempts,
  };
}

for (const provider of AI_PROVIDERS) {
  describe(`ai with ${provider.name}, errors`, () => {
    let gateway: GatewayServer;
    before(async () => {
      gateway = await gatewayServer();
    });
    after(() => gateway.close());

    interface Call {
      id?: string;
      prompt: string;
      key?: string;
      retries?: number;
    }

    function paramsOf({ id = TINY, prompt, key, retries = 2 }: Call) {
      const model = provider.model(gateway, id, key);
      return { model, prompt, maxRetries: retries };
    }

    async function wholeFailure(call: Call): Promise<Failure> {
      gateway.forget();
      const thrown = await generateText(paramsOf(call)).then(
        () => "no error",
        (error) => error,
      );
      return describeFailure(thrown, gateway.arrivals(PATH).length);
    }

    async function streamFailure(call: Call): Promise<Failure> {
      gateway.forget();
      const errors: unknown[] = [];
      const stream = streamText({
        ...paramsOf(call),
        onError: ({ error }) => {
          errors.push(error);
        },
      });
      await stream.consumeStream();
      return describeFailure(errors[0], gateway.arrivals(PATH).length);
    }

    async function failures(call: Call): Promise<Failure[]> {
      return [await wholeFailure(call), await streamFailure(call)];
    }

    it("14: a wrong key is told by its status, asked once", async () => {
      const key = `wrong-${crypto.randomUUID()}`;
      for (const failure of await failures({ prompt: "hi", key })) {
        assertEquals([failure.status, failure.code, failure.attempts], [
          401,
          "invalid_api_key",
          1,
        ]);
      }
    });

    it("130: an unknown model is told in words, asked once", async () => {
      const id = "no-such-model";
      for (const failure of await failures({ prompt: "hi", id })) {
        assertEquals(failure, {
          status: 404,
          code: "model_not_found",
          message: "The model `no-such-model` does not exist or you do not " +
            "have access to it.",
          attempts: 1,
        });
      }
    });

    it("131, 141: too long a prompt is told by its code, asked once", async () => {
      for (const failure of await failures({ prompt: "TCTX" })) {
        assertEquals([failure.status, failure.code, failure.attempts], [
          400,
          "context_length_exceeded",
          1,
        ]);
      }
    });

    it("132, 136: a rate limit has its status, streamed or not", async () => {
      for (const failure of await failures({ prompt: "T429", retries: 0 })) {
        assertEquals([failure.status, failure.code, failure.attempts], [
          429,
          "rate_limit_exceeded",
          1,
        ]);
      }
    });

    it("134, 141: an outage is asked again, a refusal is not", async () => {
      for (const outage of await failures({ prompt: "T503", retries: 0 })) {
        assertEquals([outage.status, outage.code], [
          503,
          "service_unavailable",
        ]);
      }
      // The gateway itself asks twice each time.
      gateway.forget();
      gateway.simulator.faults.next("internal_error", 2);
      const { text } = await generateText({
        model: provider.model(gateway, TINY),
        prompt: "TTEXT",
        maxRetries: 2,
      });
      assertEquals(text, "Hello from the fake upstream.");
      assertEquals(gateway.arrivals(PATH).length, 2);
      const refusal = await wholeFailure({ id: "gpt-4o", prompt: "TBLOCKED" });
      assertEquals([refusal.status, refusal.code, refusal.attempts], [
        400,
        "content_policy_violation",
        1,
      ]);
    });

    it("137: a stream that breaks ends with what happened", async () => {
      for (
        const [prompt, id, code] of [
          ["TMIDERR", TINY, "upstream_error"],
          ["TMIDERR", "claude-haiku-4-5", "service_unavailable"],
          ["TCUT", TINY, "upstream_error"],
          ["TEMPTY", TINY, "upstream_error"],
        ] as const
      ) {
        gateway.forget();
        let text = "";
        const errors: unknown[] = [];
        const { stream } = streamText({
          model: provider.model(gateway, id),
          prompt,
          onError() {},
        });
        for await (const part of stream) {
          if (part.type === "text-delta") text += part.text;
          if (part.type === "error") errors.push(part.error);
        }
        assert(text.length > 0, "what came before is seen");
        assertEquals(errors.length, 1);
        const [error] = errors as { message: string; code: string }[];
        assertEquals(error?.code, code, prompt);
        assert(error?.message.includes(id), error?.message);
        assertEquals(gateway.arrivals(PATH).length, 1);
      }
    });
  });
}
