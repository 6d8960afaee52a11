import { assert, assertEquals } from "@std/assert";
import { after, before, describe, it } from "@std/testing/bdd";
import type { KeyChange } from "../../lib/auth/keys.ts";
import { type TestGateway, testGateway } from "../helpers/gateway.ts";

const CHAT = "/v1/chat/completions";

describe("what a client key may do", () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await testGateway();
  });
  after(() => gateway.close());

  async function keyWith(policy: KeyChange): Promise<string> {
    return (await gateway.services.keys.create({ name: "k", ...policy })).key;
  }

  function ask(key: string, model = "gpt-4o", address?: string) {
    const body = { model, messages: [{ role: "user", content: "hi" }] };
    return gateway.post(CHAT, body, { key, address });
  }

  async function outcome(answer: Promise<Response>) {
    const response = await answer;
    const { error } = await response.json();
    return [response.status, error?.code ?? null];
  }

  it("is limited to models by the client's name or their own ids", async () => {
    const key = await keyWith({ models: ["GPT-4o", "claude-haiku-*"] });
    const dated = "claude-haiku-4-5-20251001";
    for (
      const model of ["gpt-4o", "openai/gpt-4o", "claude-haiku-4-5", dated]
    ) {
      assertEquals((await outcome(ask(key, model)))[0], 200, model);
    }
    for (const model of ["gpt-4o-mini", "ollama:ollama/tiny:1b", "nothing"]) {
      const response = await ask(key, model);
      assertEquals(response.status, 404);
      const { error } = await response.json();
      assertEquals(error, {
        message: `The model \`${model}\` does not exist or you do not have ` +
          "access to it.",
        type: "invalid_request_error",
        param: null,
        code: "model_not_found",
      });
    }
  });

  it("shows in the list of models, and in nothing outside it", async () => {
    const key = await keyWith({ models: ["claude-*"] });
    const list = await (await gateway.fetch("/v1/models", { key })).json();
    const whole = await (await gateway.fetch("/v1/models")).json();
    const ids = list.data.map((entry: { id: string }) => entry.id);
    assert(ids.length > 0 && ids.length < whole.data.length);
    assert(ids.every((id: string) => id.startsWith("claude-")), ids.join());
    const inside = gateway.fetch(`/v1/models/${ids[0]}`, { key });
    assertEquals((await outcome(inside))[0], 200);
    assertEquals(
      await outcome(gateway.fetch("/v1/models/gpt-4o", { key })),
      [404, "model_not_found"],
    );
  });

  it("ends when the key expires, for every endpoint", async () => {
    const key = await keyWith({ expiresAt: Date.now() - 1 });
    for (const answer of [ask(key), gateway.fetch("/v1/models", { key })]) {
      assertEquals(await outcome(answer), [401, "invalid_api_key"]);
    }
    const later = await keyWith({ expiresAt: Date.now() + 60_000 });
    assertEquals((await outcome(ask(later)))[0], 200);
  });

  it("is limited to addresses, for every endpoint", async () => {
    const key = await keyWith({ ips: ["192.0.2.0/24", "2001:db8::/32"] });
    for (const address of ["192.0.2.9", "::ffff:192.0.2.9", "2001:db8::9"]) {
      const [status] = await outcome(ask(key, "gpt-4o", address));
      assertEquals(status, 200, address);
    }
    const refused = [403, "ip_not_authorized"];
    for (const address of ["203.0.113.9", "::1", undefined]) {
      assertEquals(await outcome(ask(key, "gpt-4o", address)), refused);
      const list = gateway.fetch("/v1/models", { key, address });
      assertEquals(await outcome(list), refused);
    }
    // Nobody said that a proxy stands in front.
    const headers = { "x-forwarded-for": "192.0.2.9" };
    const address = "203.0.113.9";
    const lie = gateway.fetch("/v1/models", { key, address, headers });
    assertEquals(await outcome(lie), refused);
  });

  it("follows a change at once", async () => {
    const made = await gateway.services.keys.create({ name: "k" });
    assertEquals((await outcome(ask(made.key)))[0], 200);
    const path = `/api/keys/${made.id}`;
    await gateway.fetch(path, {
      method: "PATCH",
      body: JSON.stringify({ models: ["claude-*"] }),
    });
    assertEquals((await outcome(ask(made.key)))[0], 404);
    assertEquals((await outcome(ask(made.key, "claude-haiku-4-5")))[0], 200);
  });

  it("does not concern the owner", async () => {
    const response = await gateway.post(CHAT, {
      model: "gpt-4o",
      messages: [{ role: "user", content: "hi" }],
    });
    assertEquals(response.status, 200);
    assertEquals(response.headers.get("x-ratelimit-limit-requests"), null);
    await response.body?.cancel();
  });
});

describe("behind a proxy that is trusted", () => {
  it("takes a client's address from the proxy", async () => {
    const gateway = await testGateway({ env: { TRUST_PROXY: "1" } });
    const ips = ["192.0.2.0/24"];
    const { key } = await gateway.services.keys.create({ name: "k", ips });
    async function statusFrom(forwarded: string): Promise<number> {
      const response = await gateway.fetch("/v1/models", {
        key,
        address: "10.0.0.1",
        headers: { "x-forwarded-for": forwarded },
      });
      await response.body?.cancel();
      return response.status;
    }
    assertEquals(await statusFrom("192.0.2.9"), 200);
    assertEquals(await statusFrom("192.0.2.9, 203.0.113.9"), 403);
    await gateway.close();
  });
});
