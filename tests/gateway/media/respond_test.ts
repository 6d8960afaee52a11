import { assertEquals } from "@std/assert";
import { after, before, describe, it } from "@std/testing/bdd";
import { type TestGateway, testGateway } from "../../helpers/gateway.ts";

describe("respondMedia()", () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await testGateway();
    // Later calls find the models known.
    await (await ask({})).body?.cancel();
  });
  after(() => gateway.close());

  function ask(fields: Record<string, unknown>, init = {}) {
    const body = { model: "gpt-image-1", prompt: "a cat", ...fields };
    return gateway.post("/v1/images/generations", body, init);
  }

  function inFlight(): number {
    return gateway.services.puter.pool.view()
      .reduce((sum, account) => sum + account.inFlight, 0);
  }

  // deno-lint-ignore no-explicit-any -- Records are checked by what is asserted.
  async function lastRecord(): Promise<any> {
    await gateway.services.recorder.flush();
    const list = await gateway.fetch("/api/requests?limit=1");
    return (await list.json()).requests[0];
  }

  for (const stream of [false, true]) {
    const kind = stream ? "stream" : "whole answer";
    it(`troubles no one when the client of a ${kind} leaves`, async () => {
      const abort = new AbortController();
      gateway.simulator.faults.stallMs = 60_000;
      const answer = ask({ stream, n: 2 }, { signal: abort.signal });
      while (inFlight() < 2) await new Promise((go) => setTimeout(go, 1));
      abort.abort();
      await (await answer).body?.cancel();
      assertEquals(inFlight(), 0);
      assertEquals(gateway.log, []);
      const record = await lastRecord();
      assertEquals([record.status, record.code, record.blame, record.stream], [
        499,
        "client_closed",
        "client",
        stream,
      ]);
      gateway.simulator.faults.stallMs = 0;
    });
  }

  it("goes on to another account where one is to blame", async () => {
    const { token } = gateway.simulator.addAccount({ tier: "free" });
    await (await gateway.post("/api/accounts", { token })).body?.cancel();
    gateway.simulator.faults.next("insufficient_funds");
    const response = await ask({});
    assertEquals(response.status, 200);
    await response.body?.cancel();
    const { attempts } = await lastRecord();
    assertEquals(attempts.length, 2);
    assertEquals(attempts[0].next, "other_account");
  });

  it("follows an alias to its next model when one fails", async () => {
    const aliases = { "dall-e-3": ["gpt-image-1", "seedream-4-0"] };
    const patched = await gateway.fetch("/api/settings", {
      method: "PATCH",
      body: JSON.stringify({ aliases }),
    });
    assertEquals(patched.status, 200);
    await patched.body?.cancel();
    gateway.simulator.faults.next("upstream_auth_failed");
    const response = await ask({ model: "dall-e-3", quality: "hd" });
    assertEquals(response.status, 200);
    assertEquals(
      response.headers.get("x-puter2api-model"),
      "seedream-4-0-250828",
    );
    // What the model that made it was asked for, not the one before.
    assertEquals((await response.json()).quality, "2k");
  });
});
