import { assert, assertEquals } from "@std/assert";
import { after, before, describe, it } from "@std/testing/bdd";
import type OpenAI from "openai";
import type { KeyChange } from "../../lib/auth/keys.ts";
import {
  type GatewayServer,
  gatewayServer,
} from "../helpers/gateway_server.ts";
import { clientOf, failureOf, OPENAI_SDKS } from "../helpers/openai_sdks.ts";

const MODEL = "gpt-4o";

for (const sdk of OPENAI_SDKS) {
  describe(`openai ${sdk.version}, keys with limits`, () => {
    let gateway: GatewayServer;
    before(async () => {
      gateway = await gatewayServer();
    });
    after(() => gateway.close());

    async function clientWith(policy: KeyChange, maxRetries = 2) {
      const { key } = await gateway.services.keys.create({
        name: "k",
        ...policy,
      });
      return clientOf(sdk, gateway, { apiKey: key, maxRetries });
    }

    function ask(client: OpenAI, model = MODEL) {
      return client.chat.completions.create({
        model,
        messages: [{ role: "user", content: "hi" }],
      });
    }

    it("tells of an expired key, asked once", async () => {
      const client = await clientWith({ expiresAt: Date.now() - 1 });
      const { error, arrivals } = await failureOf(() => ask(client), {
        sdk,
        gateway,
      });
      assert(error instanceof sdk.OpenAI.AuthenticationError);
      assertEquals([error.code, arrivals.length], ["invalid_api_key", 1]);
    });

    it("tells of a wrong address, asked once", async () => {
      const client = await clientWith({ ips: ["192.0.2.1"] });
      const { error, arrivals } = await failureOf(() => ask(client), {
        sdk,
        gateway,
      });
      assert(error instanceof sdk.OpenAI.PermissionDeniedError);
      assertEquals([error.code, arrivals.length], ["ip_not_authorized", 1]);
      const here = await clientWith({ ips: ["127.0.0.0/8"] });
      assertEquals((await ask(here)).object, "chat.completion");
    });

    it("tells of a model outside the scope as of an unknown one", async () => {
      const client = await clientWith({ models: ["claude-*"] });
      const { error, arrivals } = await failureOf(() => ask(client), {
        sdk,
        gateway,
      });
      assert(error instanceof sdk.OpenAI.NotFoundError);
      assertEquals([error.code, arrivals.length], ["model_not_found", 1]);
      const ids = [];
      for await (const model of client.models.list()) ids.push(model.id);
      assert(ids.length > 0 && ids.every((id) => id.startsWith("claude-")));
    });

    it("tells of the limit per minute and of what is left of it", async () => {
      const client = await clientWith({ perMinute: 1 }, 0);
      const { response } = await ask(client).withResponse();
      assertEquals(
        response.headers.get("x-ratelimit-remaining-requests"),
        "0",
      );
      const { error } = await failureOf(() => ask(client), { sdk, gateway });
      assert(error instanceof sdk.OpenAI.RateLimitError);
      assertEquals(error.code, "rate_limit_exceeded");
      const seconds = Number(error.headers?.get("retry-after"));
      assert(seconds >= 1 && seconds <= 60, `${seconds}`);
    });

    it("waits as told for a place, and gets it", async () => {
      const client = await clientWith({ atOnce: 1 });
      const stream = await client.chat.completions.create({
        model: MODEL,
        messages: [{ role: "user", content: "TCHUNKS:2 TDELAY:9000" }],
        stream: true,
      });
      gateway.forget();
      const waiting = ask(client);
      while (gateway.arrivals("/v1/chat/completions").length === 0) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      stream.controller.abort();
      assertEquals((await waiting).object, "chat.completion");
      const [first = 0, second = 0] = gateway.arrivals("/v1/chat/completions");
      assert(second - first > 900 && second - first < 2500);
    });

    it("tells of a used-up budget, asked once", async () => {
      const client = await clientWith({ dailyMicroCents: 1 });
      await ask(client);
      const { error, arrivals } = await failureOf(() => ask(client), {
        sdk,
        gateway,
      });
      assert(error instanceof sdk.OpenAI.RateLimitError);
      assertEquals([error.code, error.type, arrivals.length], [
        "insufficient_quota",
        "insufficient_quota",
        1,
      ]);
    });
  });
}
